-- What administrators look for, and what calls of models cost.

ALTER TABLE conversations ADD COLUMN marks INTEGER DEFAULT 0 NOT NULL;

-- Empty, or -1 for times, where there is none.
ALTER TABLE messages ADD COLUMN verdict        TEXT    DEFAULT '' NOT NULL;
ALTER TABLE messages ADD COLUMN unsure         INTEGER DEFAULT 0  NOT NULL;
ALTER TABLE messages ADD COLUMN outcome        TEXT    DEFAULT '' NOT NULL;
ALTER TABLE messages ADD COLUMN retrieval_ms   BIGINT  DEFAULT -1 NOT NULL;
ALTER TABLE messages ADD COLUMN first_token_ms BIGINT  DEFAULT -1 NOT NULL;
ALTER TABLE messages ADD COLUMN total_ms       BIGINT  DEFAULT -1 NOT NULL;
ALTER TABLE messages ADD COLUMN rating         TEXT    DEFAULT '' NOT NULL;
ALTER TABLE messages ADD COLUMN rating_comment TEXT    DEFAULT '' NOT NULL;
ALTER TABLE messages ADD COLUMN rated_at       BIGINT  DEFAULT 0  NOT NULL;

-- What the answers from before have of it. Nothing was looked up where the verdict has no reasons.
UPDATE messages
SET outcome = CASE
        WHEN state NOT IN ('incomplete', 'failed') THEN state
        WHEN error_code = '' THEN 'left'
        ELSE 'failed' END,
    verdict = CASE
        WHEN context_quality LIKE '%"verdict":"GOOD"%' THEN 'good'
        WHEN context_quality LIKE '%"verdict":"WEAK"%' THEN 'weak'
        WHEN context_quality LIKE '%"reasons":[]%' THEN ''
        WHEN context_quality LIKE '%"verdict":"NONE"%' THEN 'none'
        ELSE '' END
WHERE role = 'assistant' AND state <> 'running';

UPDATE messages SET unsure = 1
WHERE verdict IN ('weak', 'none')
    AND (context_quality NOT LIKE '%"smallTalk":%' OR context_quality LIKE '%"smallTalk":""%');

-- The bits are those of the class Marks.
UPDATE conversations
SET marks = COALESCE((
    SELECT MAX(CASE WHEN verdict = 'good' THEN 1 ELSE 0 END)
        + MAX(CASE WHEN verdict = 'weak' THEN 2 ELSE 0 END)
        + MAX(CASE WHEN verdict = 'none' THEN 4 ELSE 0 END)
        + MAX(CASE WHEN outcome = 'complete' THEN 32 ELSE 0 END)
        + MAX(CASE WHEN outcome = 'stopped' THEN 64 ELSE 0 END)
        + MAX(CASE WHEN outcome = 'length' THEN 128 ELSE 0 END)
        + MAX(CASE WHEN outcome = 'refused' THEN 256 ELSE 0 END)
        + MAX(CASE WHEN outcome = 'content_filter' THEN 512 ELSE 0 END)
        + MAX(CASE WHEN outcome = 'left' THEN 1024 ELSE 0 END)
        + MAX(CASE WHEN outcome = 'failed' THEN 2048 ELSE 0 END)
    FROM messages WHERE conversation_id = conversations.id), 0);

CREATE INDEX conversations_by_start ON conversations (org, chatbot, created_at, id, marks);

CREATE INDEX messages_unanswered ON messages (org, chatbot, created_at, id)
    WHERE unsure = 1 OR rating = 'down';

-- A row for each call of a model. It stays when its conversation is forgotten.
CREATE TABLE ledger (
    org               TEXT    NOT NULL,
    called_at         BIGINT  NOT NULL,
    chatbot           TEXT    NOT NULL,
    message_id        TEXT    NOT NULL,
    number            INTEGER NOT NULL,
    provider          TEXT    NOT NULL,
    model             TEXT    NOT NULL,
    prompt_tokens     INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    tokens_estimated  INTEGER NOT NULL,
    free              INTEGER NOT NULL,
    outcome           TEXT    NOT NULL,
    kind              TEXT    NOT NULL,
    closes_answer     INTEGER NOT NULL,
    PRIMARY KEY (org, called_at, chatbot, message_id, number)
) ${clustered};

-- Days are counted from 1970 in UTC. The organisation's own row has no chatbot.
CREATE TABLE budget_days (
    org      TEXT   NOT NULL,
    chatbot  TEXT   NOT NULL,
    day      BIGINT NOT NULL,
    spent    BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    PRIMARY KEY (org, chatbot, day)
) ${clustered};

CREATE TABLE budget_reservations (
    org             TEXT    NOT NULL,
    id              TEXT    NOT NULL,
    chatbot         TEXT    NOT NULL,
    reserved_at     BIGINT  NOT NULL,
    tokens          BIGINT  NOT NULL,
    of_chatbot      INTEGER NOT NULL,
    of_organisation INTEGER NOT NULL,
    owner           TEXT    NOT NULL,
    lease_until     BIGINT  NOT NULL,
    PRIMARY KEY (org, id)
) ${clustered};
