-- What BM25 needs, packed by document: a word that is everywhere takes a row for each document, not
-- one for each chunk. 12 bytes for each chunk, of which an index entry holds a hundred: the chunk's
-- number, how often the word is in it, how many words it has.
CREATE TABLE retrieval_posting (
    scope int NOT NULL,
    word text COLLATE "C" NOT NULL,
    document bigint NOT NULL REFERENCES retrieval_document ON DELETE CASCADE,
    places bytea NOT NULL
);
ALTER TABLE retrieval_posting ALTER COLUMN places SET STORAGE PLAIN;
INSERT INTO retrieval_posting
    SELECT w.scope, w.word, c.document,
        string_agg(int4send(c.chunk) || int4send(w.count) || int4send(w.length), '')
    FROM retrieval_word w JOIN retrieval_chunk c ON c.key = w.chunk
    GROUP BY w.scope, w.word, c.document, c.chunk / 100;
CREATE INDEX retrieval_posting_word ON retrieval_posting (scope, word, document) INCLUDE (places);
CREATE INDEX retrieval_posting_document ON retrieval_posting (document);

-- In how many chunks a word is.
CREATE TABLE retrieval_term (
    scope int NOT NULL,
    word text COLLATE "C" NOT NULL,
    chunks bigint NOT NULL,
    PRIMARY KEY (scope, word)
) WITH (fillfactor = 80); -- it is updated in place
INSERT INTO retrieval_term SELECT scope, word, count(*) FROM retrieval_word GROUP BY scope, word;

DROP TABLE retrieval_word;

-- A chunk is found by its document and number.
ALTER TABLE retrieval_chunk DROP COLUMN key;
DROP INDEX retrieval_chunk_document;
CREATE UNIQUE INDEX retrieval_chunk_place ON retrieval_chunk (document, chunk);

-- Rises with each change, so that a process knows whether what it keeps is still true.
ALTER TABLE retrieval_scope ADD COLUMN changes bigint NOT NULL DEFAULT 0;
