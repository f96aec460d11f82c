-- Where a chunk lies in its document's text, in code points; -1 is unknown: of what was indexed before, and
-- of what a process of the version before still writes.
ALTER TABLE retrieval_chunk
    ADD COLUMN text_start int NOT NULL DEFAULT -1,
    ADD COLUMN text_end int NOT NULL DEFAULT -1;
