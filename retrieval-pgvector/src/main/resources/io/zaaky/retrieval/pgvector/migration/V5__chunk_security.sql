-- Chunks and words are the organisation's whose scope they are of. Its scopes are looked up once a statement, under
-- that table's own policy. An array of them would become a condition of the index, and mislead the planner.

ALTER TABLE retrieval_chunk ENABLE ROW LEVEL SECURITY;
ALTER TABLE retrieval_chunk FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON retrieval_chunk
    USING (scope IN (SELECT id FROM retrieval_scope));

ALTER TABLE retrieval_posting ENABLE ROW LEVEL SECURITY;
ALTER TABLE retrieval_posting FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON retrieval_posting
    USING (scope IN (SELECT id FROM retrieval_scope));

ALTER TABLE retrieval_term ENABLE ROW LEVEL SECURITY;
ALTER TABLE retrieval_term FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON retrieval_term
    USING (scope IN (SELECT id FROM retrieval_scope));
