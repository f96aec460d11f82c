-- Needs the right to create extensions once; or an administrator runs this line before.
CREATE EXTENSION IF NOT EXISTS vector;

DO $$
BEGIN
    IF (SELECT string_to_array(extversion, '.')::int[] FROM pg_extension WHERE extname = 'vector')
        < ARRAY[0, 8]
    THEN
        RAISE EXCEPTION 'pgvector 0.8 or newer is needed (ALTER EXTENSION vector UPDATE)';
    END IF;
END $$;

-- The documents of one chatbot that one embedding model and one analysis of text have made, and
-- the statistics of BM25 over them. Every query finds its scope by the tenant's bound ids.
CREATE TABLE retrieval_scope (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org text COLLATE "C" NOT NULL,
    chatbot text COLLATE "C" NOT NULL,
    edition text COLLATE "C" NOT NULL,
    chunks bigint NOT NULL DEFAULT 0,
    words bigint NOT NULL DEFAULT 0,
    UNIQUE (org, chatbot, edition)
);

CREATE TABLE retrieval_document (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org text COLLATE "C" NOT NULL,
    chatbot text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL, -- "C" sorts UTF-8 by code point
    scope int NOT NULL REFERENCES retrieval_scope,
    title text NOT NULL,
    url text NOT NULL,
    hash text NOT NULL,
    chunks int NOT NULL,
    characters bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (org, chatbot, id)
);

-- The first three columns are those of LangChain4j's PgVectorEmbeddingStore, which writes the rows.
CREATE TABLE retrieval_chunk (
    embedding_id uuid PRIMARY KEY,
    embedding vector NOT NULL,
    text text,
    key bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    scope int NOT NULL REFERENCES retrieval_scope,
    document bigint NOT NULL REFERENCES retrieval_document ON DELETE CASCADE,
    chunk int NOT NULL,
    heading text NOT NULL,
    length int NOT NULL
);
-- A scan over the vectors must not fetch each from elsewhere; long texts may lie elsewhere.
ALTER TABLE retrieval_chunk ALTER COLUMN embedding SET STORAGE MAIN;
CREATE INDEX retrieval_chunk_scope ON retrieval_chunk (scope);
CREATE INDEX retrieval_chunk_document ON retrieval_chunk (document);

-- For large chatbots; a model with another number of dimensions is searched without an index.
CREATE INDEX retrieval_chunk_384 ON retrieval_chunk
    USING hnsw ((embedding::vector(384)) vector_ip_ops) WHERE vector_dims(embedding) = 384;
CREATE INDEX retrieval_chunk_512 ON retrieval_chunk
    USING hnsw ((embedding::vector(512)) vector_ip_ops) WHERE vector_dims(embedding) = 512;
CREATE INDEX retrieval_chunk_768 ON retrieval_chunk
    USING hnsw ((embedding::vector(768)) vector_ip_ops) WHERE vector_dims(embedding) = 768;
CREATE INDEX retrieval_chunk_1024 ON retrieval_chunk
    USING hnsw ((embedding::vector(1024)) vector_ip_ops) WHERE vector_dims(embedding) = 1024;
CREATE INDEX retrieval_chunk_1536 ON retrieval_chunk
    USING hnsw ((embedding::vector(1536)) vector_ip_ops) WHERE vector_dims(embedding) = 1536;

-- Which word is in which chunk, how often, and how long the chunk is: all that BM25 needs.
CREATE TABLE retrieval_word (
    scope int NOT NULL,
    word text COLLATE "C" NOT NULL,
    chunk bigint NOT NULL REFERENCES retrieval_chunk (key) ON DELETE CASCADE,
    count int NOT NULL,
    length int NOT NULL
);
CREATE INDEX retrieval_word_word ON retrieval_word (scope, word) INCLUDE (chunk, count, length);
CREATE INDEX retrieval_word_chunk ON retrieval_word (chunk);
