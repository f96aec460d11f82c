-- Rows are seen and written by transactions of their own organisation only, whoever owns the tables. Outside of a
-- transaction that has said whose it is, there are none. A later script that changes rows must take FORCE away first
-- and put it back.

ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON conversations
    USING (org = (SELECT current_setting('zaaky.org', true)));

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON messages
    USING (org = (SELECT current_setting('zaaky.org', true)));

ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON ledger
    USING (org = (SELECT current_setting('zaaky.org', true)));

ALTER TABLE budget_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_days FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON budget_days
    USING (org = (SELECT current_setting('zaaky.org', true)));

ALTER TABLE budget_reservations ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_reservations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON budget_reservations
    USING (org = (SELECT current_setting('zaaky.org', true)));

-- The sums of all organisations are made from the ledger alone, which holds neither texts nor visitors.
CREATE POLICY sums_of_all ON ledger FOR SELECT
    USING ((SELECT current_setting('zaaky.reads', true)) = 'sums of all');
