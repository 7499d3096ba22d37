-- The schema of the sample application and the lab's own data, for MariaDB and MySQL. `init` always runs it on the
-- master, so every statement is safe to repeat. Every user's password is `secret`; this is a lab.

CREATE DATABASE IF NOT EXISTS profile CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS profile.users (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  login         VARCHAR(64)     NOT NULL UNIQUE,
  password_hash VARCHAR(255)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at    TIMESTAMP(6)    NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS profile.profiles (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id    BIGINT UNSIGNED NOT NULL UNIQUE,
  name       VARCHAR(128)    NOT NULL,
  email      VARCHAR(255)    NOT NULL,
  city       VARCHAR(128)    NOT NULL,
  about      TEXT            NOT NULL,
  updated_at TIMESTAMP(6)    NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  FOREIGN KEY (user_id) REFERENCES profile.users (id) ON DELETE CASCADE
) ENGINE=InnoDB;

-- A session is identified by the SHA-256 of its token, in hex: whoever reads this table, or a replica's copy of it,
-- cannot use the IDs as cookies. user_id is NULL before login.
CREATE TABLE IF NOT EXISTS profile.sessions (
  id         CHAR(64)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  user_id    BIGINT UNSIGNED NULL,
  data       BLOB            NOT NULL,
  created_at TIMESTAMP(6)    NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  expires_at DATETIME(6)     NOT NULL, -- UTC
  KEY expires_at (expires_at),
  FOREIGN KEY (user_id) REFERENCES profile.users (id) ON DELETE CASCADE
) ENGINE=InnoDB;

-- user1..user3000, each with a profile of the same id. All share one bcrypt hash of the low cost 8: a login under load
-- should take about 15 ms of CPU, not 200 ms.
INSERT IGNORE INTO profile.users (id, login, password_hash)
SELECT n, CONCAT('user', n), '$2a$08$wga/8hMDQ3ZKfMu0x5yZp.FitVuz0fDq.XKuQFuyCGAsVhicnQjQG'
FROM (
  SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * m.d AS n
  FROM (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
        UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) a,
       (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
        UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) b,
       (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
        UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) c,
       (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2) m
) numbers;

INSERT IGNORE INTO profile.profiles (id, user_id, name, email, city, about)
SELECT id, id,
       CONCAT(ELT(1 + id % 5, 'Anna', 'Boris', 'Vera', 'Gleb', 'Daria'), ' ', login),
       CONCAT(login, '@example.com'),
       ELT(1 + id % 7, 'Moscow', 'Kazan', 'Perm', 'Omsk', 'Tomsk', 'Samara', 'Sochi'),
       REPEAT(CONCAT('I am ', login, '. '), 10)
FROM profile.users WHERE id <= 3000;
