-- What the search for an answer found: JSON, or empty for a message that has none, as those from before.
ALTER TABLE messages ADD COLUMN lookup TEXT DEFAULT '' NOT NULL;
