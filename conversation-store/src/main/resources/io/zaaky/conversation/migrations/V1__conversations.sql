-- One script for SQLite and PostgreSQL: no types, identities or defaults that only one of them knows.
-- Times are milliseconds since 1970 in UTC. Flags are 0 or 1.

CREATE TABLE conversations (
    id            TEXT    NOT NULL PRIMARY KEY,
    org           TEXT    NOT NULL,
    chatbot       TEXT    NOT NULL,
    session_hash  TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL,
    updated_at    BIGINT  NOT NULL,
    last_position INTEGER NOT NULL,
    UNIQUE (org, chatbot, session_hash)
);

CREATE INDEX conversations_by_age ON conversations (org, chatbot, updated_at);

CREATE TABLE messages (
    id                TEXT    NOT NULL PRIMARY KEY,
    org               TEXT    NOT NULL,
    chatbot           TEXT    NOT NULL,
    conversation_id   TEXT    NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position          INTEGER NOT NULL,
    role              TEXT    NOT NULL,
    content           TEXT    NOT NULL,
    state             TEXT    NOT NULL,
    created_at        BIGINT  NOT NULL,
    provider          TEXT    NOT NULL,
    model             TEXT    NOT NULL,
    prompt_tokens     INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    tokens_estimated  INTEGER NOT NULL,
    error_code        TEXT    NOT NULL,
    sources           TEXT    NOT NULL,
    context_quality   TEXT    NOT NULL,
    UNIQUE (conversation_id, position)
);

-- The few answers that a process left behind when it died.
CREATE INDEX messages_running ON messages (org, chatbot) WHERE state = 'running';
