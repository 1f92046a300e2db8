import type { RestoreRefusal } from '#contract/restore-refusals';
import type { RestoreTier } from '#contract/restore-tiers';
import type { ColumnType, Generated } from 'kysely';
import type { RestoreItemState, RestoreJobState } from '../../domain/restore.ts';
import type { TotalPart } from '../../domain/totals.ts';
import type { UploadState } from '../../domain/upload.ts';

/** The tables as SQL sees them; what they mean is said where they are made, in `migrations/`. */
export interface Schema {
	users: UsersTable;
	entries: EntriesTable;
	name_grams: NameGramsTable;
	versions: VersionsTable;
	derivatives: DerivativesTable;
	derivative_promises: DerivativePromisesTable;
	batches: BatchesTable;
	uploads: UploadsTable;
	outbox: OutboxTable;
	surplus_checks: SurplusChecksTable;
	notice_wishes: NoticeWishesTable;
	mailboxes: MailboxesTable;
	confirmation_mails: ConfirmationMailsTable;
	restore_jobs: RestoreJobsTable;
	restore_targets: RestoreTargetsTable;
	restore_folders: RestoreFoldersTable;
	restore_items: RestoreItemsTable;
	manifests: ManifestsTable;
	person_shares: PersonSharesTable;
	comparisons: ComparisonsTable;
	totals: TotalsTable;
	copy_totals: CopyTotalsTable;
	month_totals: MonthTotalsTable;
	keep_checks: KeepChecksTable;
}

interface PersonSharesTable {
	owner_id: string;
	function_name: string;
	requests: number;
	/** On the clock of functions, in milliseconds since 1970. */
	filled_ms: number;
}

type Flag = ColumnType<number, boolean, boolean>;
/** Whole bytes below 2^53, which the driver gives as a number. */
type Bytes = number;

interface UsersTable {
	id: string;
	state: 'active' | 'deleted';
	root_id: string;
	trash_id: string;
	purge_id: string;
	quota_bytes: Bytes;
	used_bytes: Generated<Bytes>;
	reserved_bytes: Generated<Bytes>;
	file_count: Generated<number>;
	folder_count: Generated<number>;
	derivative_bytes: Generated<Bytes>;
	/** Seconds since 1970: sessions that began earlier are over. */
	sessions_from: Generated<number>;
	deleted_at: Generated<Date | null>;
	created_at: Date;
}

/** Of an upload, a version, and a file as its current version says. */
interface MediaTable {
	taken_at: Generated<Date | null>;
	utc_offset_minutes: Generated<number | null>;
	duration_ms: Generated<number | null>;
	width: Generated<number | null>;
	height: Generated<number | null>;
}

export interface EntriesTable extends MediaTable {
	owner_id: string;
	parent_id: string;
	sort_key: Buffer;
	id: string;
	kind: 'folder' | 'file';
	name: string;
	name_key: Buffer;
	changed_key: Buffer;
	size_key: Buffer;
	recent_key: Buffer | null;
	media_key: Buffer | null;
	/** Null: an earlier release has made the keys of this row. */
	search_key: Buffer | null;
	height_bound: number;
	keeps_ready: ColumnType<number, boolean | undefined, boolean>;
	version_id: string | null;
	size_bytes: Bytes | null;
	content_type: string | null;
	storage_class: string | null;
	restored_until: Generated<Date | null>;
	ready_about: Generated<Date | null>;
	missing_since: Generated<Date | null>;
	stays_ready: ColumnType<number, boolean | undefined, boolean>;
	has_thumb: Flag;
	has_preview: Flag;
	modified_at: Date | null;
	trashed_at: Date | null;
	trashed_from: string | null;
	/** JSON: the names of the folders it lay in. */
	trashed_path: string | null;
	sweep_at: Date | null;
	rev: number;
	created_at: Date;
	updated_at: Date;
}

interface NameGramsTable {
	owner_id: Buffer;
	gram: Buffer;
	entry_id: Buffer;
}

interface VersionsTable extends MediaTable {
	owner_id: string;
	entry_id: string;
	id: string;
	object_key: string;
	s3_version_id: string;
	size_bytes: Bytes;
	checksum: string;
	content_type: string;
	modified_at: Date | null;
	storage_class: string;
	restored_until: Generated<Date | null>;
	ready_about: Generated<Date | null>;
	restoring_tier: Generated<RestoreTier | null>;
	restoring_days: Generated<number | null>;
	looked_at: Generated<Date | null>;
	missing_since: Generated<Date | null>;
	/** 0 and 1; null: S3 has not been told. */
	stays_ready: Generated<number | null>;
	state: 'ready' | 'deleting';
	created_at: Date;
}

interface KeepChecksTable {
	owner_id: string;
	entry_id: string;
	asked: Generated<number>;
	read_to: Generated<Buffer | null>;
}

interface DerivativesTable {
	owner_id: string;
	entry_id: string;
	version_id: string;
	kind: 'thumb' | 'preview';
	object_key: string;
	s3_version_id: string;
	size_bytes: Bytes;
	content_type: string;
}

interface DerivativePromisesTable {
	owner_id: string;
	version_id: string;
	kind: 'thumb' | 'preview';
	size_bytes: Bytes;
	/** Base64. */
	sha256: string;
	good_until: Date;
}

interface BatchesTable {
	owner_id: string;
	id: string;
	file_count: number;
	stored_count: Generated<number>;
	ended_count: Generated<number>;
	stored_bytes: Generated<Bytes>;
	state: 'open' | 'closed' | 'copying';
	created_at: Date;
	closed_at: Date | null;
}

interface UploadsTable extends MediaTable {
	id: string;
	owner_id: string;
	batch_id: string;
	ref: string;
	/** SHA-256 of what was asked for. */
	request_hash: Buffer;
	entry_id: string;
	parent_id: string;
	name: string;
	on_conflict: 'ask' | 'keep-both' | 'new-version' | 'skip';
	size_bytes: Bytes;
	sha256: string | null;
	content_type: string;
	modified_at: Date | null;
	object_key: string;
	multipart_id: string | null;
	part_size_bytes: number | null;
	state: UploadState;
	expires_at: Date;
	created_at: Date;
}

interface SurplusChecksTable {
	object_key: string;
	due_at: Date;
}

interface NoticeWishesTable {
	owner_id: string;
	email: string;
	asked_at: Date;
	asking_until: Date | null;
	language: string | null;
}

interface MailboxesTable {
	email: string;
	id: string;
	owner_id: string;
	subscription_arn: Generated<string | null>;
	rev: Generated<number>;
	asked_at: Date;
}

interface ConfirmationMailsTable {
	id: string;
	owner_id: string;
	/** SHA-256 of the address. */
	address_hash: Buffer;
	sent_at: Date;
}

interface ManifestsTable {
	owner_id: string;
	due_at: Date;
	written_at: Generated<Date | null>;
}

interface ComparisonsTable {
	/** Always 1: the last run is kept. */
	id: number;
	compared_at: Date;
	/** JSON. */
	drift: string;
}

interface TotalsTable {
	owner_id: string;
	entry_id: string;
	part: TotalPart | 'direct';
	/** Empty where the part is `direct`, like the class. */
	kind: string;
	storage_class: string;
	/** How far the rules of the bucket move it: see `Stays`. */
	stays: 0 | 1 | 2;
	items: number;
	bytes: Bytes;
}

interface CopyTotalsTable {
	owner_id: string;
	entry_id: string;
	part: TotalPart;
	kind: string;
	/** As `2026-12-04`. */
	ends_on: string;
	items: number;
	bytes: Bytes;
}

interface MonthTotalsTable {
	owner_id: string;
	entry_id: string;
	/** As `2012-04`. */
	month: string;
	items: number;
}

interface OutboxTable {
	id: string;
	owner_id: string;
	batch_id: string | null;
	kind: string;
	body: string;
	claimed_until: Generated<Date | null>;
	sent_at: Generated<Date | null>;
	created_at: Date;
}

export interface RestoreJobsTable {
	owner_id: string;
	id: string;
	/** SHA-256 of what was asked for. */
	request_hash: Buffer;
	tier: RestoreTier;
	days: number;
	state: RestoreJobState;
	refusal: RestoreRefusal | null;
	waiting_count: number;
	restoring_count: number;
	ready_count: number;
	failed_count: number;
	cancelled_count: number;
	slower_count: number;
	total_bytes: Bytes;
	ready_bytes: Bytes;
	retrieved_files: number;
	retrieved_bytes: Bytes;
	extended_files: number;
	extended_bytes: Bytes;
	/** Millionths of a dollar. */
	estimated_microusd: number | null;
	ready_about: Date | null;
	claimed_until: Generated<Date | null>;
	created_at: Date;
	finished_at: Date | null;
}

interface RestoreTargetsTable {
	owner_id: string;
	job_id: string;
	/** In the order of the request. */
	position: number;
	entry_id: string;
	version_id: string | null;
}

interface RestoreFoldersTable {
	owner_id: string;
	job_id: string;
	folder_id: string;
	/** The sort key up to which it was read; null: not begun. */
	read_to: Buffer | null;
}

interface RestoreItemsTable {
	owner_id: string;
	job_id: string;
	version_id: string;
	entry_id: string;
	size_bytes: Bytes;
	is_retrieval: Flag;
	state: RestoreItemState;
	/** Why it failed. */
	code: string | null;
	asked_at: Date | null;
}
