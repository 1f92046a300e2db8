/**
 * Every limit of the vault, with its unit, its reason and where the number comes from.
 * Browser and functions read the same values, so neither can promise what the other refuses.
 */

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const TIB = 1024 * GIB;

/** Longest name of a file or folder, in UTF-8 bytes after NFC: what ext4, APFS and NTFS can all hold. */
export const NAME_MAX_BYTES = 255;

/** A raw name longer than this is refused before it is normalised: NFC is linear, but a megabyte of accents is still work. */
export const RAW_NAME_MAX_CHARS = 4096;

/** Deepest folder below the top: keeps every walk to the root bounded and paths usable when downloaded. */
export const FOLDER_DEPTH_MAX = 64;

/** Largest file, in bytes: S3's limit for one object put together from parts (5 TiB). */
export const FILE_MAX_BYTES = 5 * TIB;

/** Up to here a file travels in one request, in bytes; above it in parts. One lost request costs at most this much. */
export const SINGLE_REQUEST_MAX_BYTES = 16 * MIB;

/** Usual part, in bytes: with six in flight it fills a line at 40 ms, and one retry stays short. S3's least is 5 MiB. */
export const PART_SIZE_BYTES = 16 * MIB;

/** S3 takes at most this many parts for one object. */
export const PARTS_MAX = 10_000;

/** Part URLs signed in one call: a window, so that a URL is never older than the work before it. */
export const SIGN_PARTS_MAX = 50;

/** Files in one begin or complete call: the answer stays far below the 6 MB a function may return. */
export const BATCH_CALL_MAX_FILES = 500;

/** Widest difference of a clock from UTC, in minutes (16 hours): the widest of the time zone database is that of Manila before 1845, −15:56. */
export const UTC_OFFSET_MAX_MINUTES = 960;

/** Largest side of a picture in pixels, which is PNG's, and longest film in milliseconds: what 31 bits hold. */
export const MEDIA_NUMBER_MAX = 2 ** 31 - 1;

/** Months of a gallery that are told, the newest: three hundred years. */
export const MONTHS_MAX = 3600;

/** Files copied in one call: small ones take S3 a tenth of a second each, twenty-five at a time. */
export const COPY_CALL_MAX_FILES = 100;

/** Bytes that one call has S3 copy of files in parts, in bytes (4 GiB): some seconds, so that its answer comes in time. A longer copy goes on with the next call. */
export const COPY_CALL_BYTES = 4 * 1024 * MIB;

/** Files a person may choose at once; counted by the batch, begun in calls of `BATCH_CALL_MAX_FILES`. */
export const BATCH_MAX_FILES = 100_000;

/** Entries named in one rename, move, trash, restore or purge call: SQL lists stay under RDS Proxy's 16 kB statement. */
export const ENTRIES_PER_CALL_MAX = 200;

/** Paths created by one ensure call. */
export const FOLDER_PATHS_PER_CALL_MAX = 200;

/** Names in all paths of one ensure call, and of the parents that one restore from the trash looks up: as many new folders, with what finds each by its name, are made in about two seconds. */
export const FOLDER_NAMES_PER_CALL_MAX = 500;

/** Rows in one page of a list. */
export const PAGE_MAX = 200;

/** Entries of a folder that is put into the order of a reader's language: each page of it reads and sorts all names, which takes ten thousand some ten milliseconds. */
export const COLLATED_ENTRIES_MAX = 10_000;

/** Rows that one page of a folder may lie behind without a cursor: their keys are read, in 30 to 150 ms. */
export const SKIP_MAX = 100_000;

/** Folders named of the place that something in the trash came from, from the bottom: with all 64 of each, a page would not fit an answer. */
export const ORIGIN_NAMES_MAX = 3;

/** For so long costs are forecast, in days: twelve months of 30. When a copy ends that ends later makes no difference. */
export const FORECAST_DAYS = 360;

/** Folders named in the answer to which of them hold most. */
export const LARGEST_FOLDERS_MAX = 20;

/** Results of one search: more than anyone reads before typing another letter. */
export const SEARCH_RESULTS_MAX = 100;

/** Matches of one search that are counted and put into the order of a column; of more it says "more than". The best need no count. */
export const SEARCH_COUNTED_MAX = 1000;

/** Addresses signed for reading in one call: what a zip asks for ahead of its turn, and a page of files. */
export const SIGN_DOWNLOADS_MAX = 200;

/** Life of an address to upload to, in seconds: one that leaks is soon worth nothing. */
export const UPLOAD_URL_SECONDS = 15 * 60;

/** Life of an address to read from, in seconds. */
export const DOWNLOAD_URL_SECONDS = 5 * 60;

/** Life of a signature that opens a person's thumbnails and previews, in seconds: as long as the token it was asked for with. */
export const DERIVATIVES_OPEN_SECONDS = 15 * 60;

/** A session ends this long after its sign-in, in seconds (30 days): `RefreshTokenValidity` of `user-pool.yml`, which renewing does not prolong. */
export const SESSION_LIFE_SECONDS = 30 * 24 * 3600;

/** An upload may rest this long before the sweep takes it away, in seconds; S3's own abort rule comes later (7 days). */
export const UPLOAD_LIFE_SECONDS = 6 * 24 * 3600;

/** A trashed entry is kept this long, in seconds (30 days). */
export const TRASH_LIFE_SECONDS = 30 * 24 * 3600;

/**
 * Nothing in S3 younger than this is called an orphan, in seconds: it must exceed the life of an
 * upload address plus the longest function run plus any clock's error.
 */
export const ORPHAN_GRACE_SECONDS = 24 * 3600;

/**
 * After an upload is over its form may be sent again for so long, in seconds: the life of a form, and time for a slow line. Then
 * its key is looked at once for versions that no row names.
 */
export const SURPLUS_CHECK_SECONDS = 3600;

/**
 * Objects smaller than this stay in Standard, in bytes: `TransitionDefaultMinimumObjectSize` of the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export const ARCHIVE_LEAST_BYTES = 128 * KIB;

/** Largest thumbnail or preview, in bytes. */
export const DERIVATIVE_MAX_BYTES = { thumb: 128 * KIB, preview: 2 * MIB } as const;

/**
 * What the derivatives of a vault may take beside its quota, as a share of it. Not in the quota, as a number that changes by itself after an
 * upload looks wrong to people; but no less bounded, or files of no bytes could bring any amount. Photographs need a tenth.
 */
export const DERIVATIVES_SHARE = 0.25;

/**
 * Files in one vault, older versions and the trash included: each costs rows and an object, however small it is. Lists, search and
 * fsck are measured with a million.
 */
export const VAULT_FILES_MAX = 2_000_000;

/**
 * Folders in one vault, the trash included: they take no quota, and each costs rows. One for every four files, which no tree of
 * photographs or papers comes near.
 */
export const VAULT_FOLDERS_MAX = 500_000;

/** What a new vault may hold, in bytes, unless the stage says otherwise. */
export const DEFAULT_QUOTA_BYTES = 100 * GIB;

/**
 * Mails that ask an address to agree to notices, within a day: asked for by one person, and sent to one address.
 * Each goes to whatever address was typed, so they must not be a way to fill a stranger's mailbox.
 */
export const CONFIRMATION_MAILS_PER_DAY = 5;

/** The day over which those are counted, in seconds. */
export const CONFIRMATION_DAY_SECONDS = 24 * 3600;

/** An address that has not agreed after so long has not agreed, in seconds: SNS ends a pending subscription after 48 hours. */
export const CONFIRMATION_SECONDS = 48 * 3600;

/**
 * Invitations that all owners of a stage may send within a day of UTC: a session that was stolen lets in no crowd. Fewer than the 50 mails
 * that Cognito sends in a day by itself, so that some are left for who forgot a password.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html
 */
export const INVITATIONS_PER_DAY = 20;

/**
 * Requests that one person may make of one function, in all its processes, per second and at once: several times what a
 * browser asks for that opens folders or sends small files as fast as it can. One that works on many files counts as `HEAVY_REQUEST_COST`.
 */
export const PERSON_REQUESTS_PER_SECOND = 20;
export const PERSON_REQUESTS_BURST = 100;

/** What a request counts as that has S3 or the database work on hundreds of files, searches, or deletes. */
export const HEAVY_REQUEST_COST = 2;

/** Largest request body the functions read, in bytes: 500 files with long names fit. */
export const BODY_MAX_BYTES = 1 * MIB;

/** Files or versions named in one quote, restore or extension; a folder counts as one. */
export const RESTORE_TARGETS_MAX = 200;

/** Entries that a quote or a restore names besides, as they are meant by other calls of the same press: with them a body stays below half of `BODY_MAX_BYTES`. */
export const RESTORE_BESIDES_MAX = 10_000;

/** For how long a restored copy stays unless the person says otherwise, in days. */
export const RESTORE_DAYS_DEFAULT = 7;

/** Longest stay of a restored copy, in days: from then on it costs more than not having archived the file. */
export const RESTORE_DAYS_MAX = 90;

/** How long the copy of an archived file that is kept ready stays, in days: ten years. */
export const KEPT_COPY_DAYS = 3650;

/** Entries kept ready, or let go, by one request. */
export const KEEP_ENTRIES_MAX = 200;

/** Files restored at the Expedited tier at once: S3 means it for hundreds of objects. */
export const EXPEDITED_MAX_FILES = 300;

/** Entries counted by one call for a quote: a second or two of reading. The next call goes on. */
export const QUOTE_CALL_MAX_ENTRIES = 20_000;

/** Characters in which a call for a quote says how far it came: 30,000 folders still to be read, as a walk by depth never leaves more. */
export const QUOTE_PROGRESS_MAX_CHARS = 700_000;

/**
 * What one person may have restored within 24 hours, unless the stage says otherwise: it bounds what a mistake, or a stolen
 * session, can cost the owner of the stage.
 */
export const DEFAULT_RESTORES_PER_DAY = { files: 20_000, bytes: 500 * GIB, usd: 20 } as const;

/** A restore that is over is remembered so long, in seconds (14 days): until then a repeated request is known. */
export const RESTORE_JOBS_KEPT_SECONDS = 14 * 24 * 3600;
