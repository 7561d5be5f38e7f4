-- What is remembered. SQLite and PostgreSQL read this same text, so it keeps to
-- what both understand. Remote text is BYTEA: PostgreSQL's TEXT takes no NUL.
-- Times are nanoseconds since 1970 UTC. Whoever writes hands out the ids.

CREATE TABLE version (
	number INTEGER NOT NULL
);

CREATE TABLE endpoint (
	id  INTEGER PRIMARY KEY,
	url TEXT NOT NULL UNIQUE
);

-- A key set or a metadata document: its JSON, compressed, once for all who saw it.
CREATE TABLE content (
	id     INTEGER PRIMARY KEY,
	hash   BYTEA NOT NULL UNIQUE, -- SHA-256 of the JSON
	issuer BYTEA,                 -- that the metadata names; NULL for a key set
	data   BYTEA NOT NULL
);
CREATE INDEX content_issuer ON content (issuer);

-- What polls of one endpoint have in common as long as nothing changes there.
CREATE TABLE state (
	id       INTEGER PRIMARY KEY,
	hash     BYTEA NOT NULL UNIQUE, -- of head and of the hashes of keys and metadata
	vantage  TEXT NOT NULL,
	head     BYTEA NOT NULL,        -- JSON: outcome, vantage, stable header fields
	keys     INTEGER REFERENCES content (id),
	metadata INTEGER REFERENCES content (id)
);
CREATE INDEX state_keys ON state (keys);
CREATE INDEX state_metadata ON state (metadata);

-- Up to 64 polls of an endpoint that found it in one state. Segments of several
-- states may lie over one another in time.
CREATE TABLE segment (
	endpoint INTEGER NOT NULL REFERENCES endpoint (id),
	state    INTEGER NOT NULL REFERENCES state (id),
	first_at BIGINT NOT NULL,
	last_at  BIGINT NOT NULL,
	polls    INTEGER NOT NULL, -- how many samples
	samples  BYTEA NOT NULL, -- times and the header fields that differ from poll to poll
	PRIMARY KEY (endpoint, state, first_at)
);
CREATE INDEX segment_state ON segment (state);

-- Keys that were once published with their private half. Never pruned: what was
-- public stays public.
CREATE TABLE exposure (
	thumbprint TEXT PRIMARY KEY,
	first_at   BIGINT NOT NULL
);

-- The last completed scan of each scope, with its findings.
CREATE TABLE scan (
	scope TEXT PRIMARY KEY,
	at    BIGINT NOT NULL
);

CREATE TABLE finding (
	scope       TEXT NOT NULL REFERENCES scan (scope),
	fingerprint TEXT NOT NULL,
	endpoint    BYTEA NOT NULL, -- the name of the endpoint that it was found at
	data        BYTEA NOT NULL, -- JSON; package history does not look into it
	PRIMARY KEY (scope, fingerprint)
);
