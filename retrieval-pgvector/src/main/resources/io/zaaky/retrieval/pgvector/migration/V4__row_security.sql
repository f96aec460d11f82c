-- Rows are seen and written by transactions of their own organisation only, whoever owns the tables. What has no
-- organisation of its own is found by the number of its scope, which is one of these rows. A later script that changes
-- rows must take FORCE away first and put it back.

ALTER TABLE retrieval_scope ENABLE ROW LEVEL SECURITY;
ALTER TABLE retrieval_scope FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON retrieval_scope
    USING (org = (SELECT current_setting('zaaky.org', true)));

ALTER TABLE retrieval_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE retrieval_document FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON retrieval_document
    USING (org = (SELECT current_setting('zaaky.org', true)));
