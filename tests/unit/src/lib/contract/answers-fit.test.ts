import { endpoints } from '#contract/endpoints';
import { storageClass } from '#contract/entries';
import {
	BATCH_CALL_MAX_FILES,
	COPY_CALL_MAX_FILES,
	ENTRIES_PER_CALL_MAX,
	FOLDER_DEPTH_MAX,
	FOLDER_PATHS_PER_CALL_MAX,
	FORECAST_DAYS,
	KEEP_ENTRIES_MAX,
	LARGEST_FOLDERS_MAX,
	MONTHS_MAX,
	NAME_MAX_BYTES,
	ORIGIN_NAMES_MAX,
	PAGE_MAX,
	PARTS_MAX,
	QUOTE_PROGRESS_MAX_CHARS,
	RESTORE_TARGETS_MAX,
	SEARCH_RESULTS_MAX,
	SIGN_DOWNLOADS_MAX,
	SIGN_PARTS_MAX,
} from '#contract/limits';
import { restoreTiers } from '#contract/restore-tiers';
import { contentKind, total } from '#contract/totals';
import type * as v from 'valibot';
import { expect, test } from 'vitest';

/** What a function may answer, in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ANSWER_MAX_BYTES = 6_000_000;

/** The top folder, those below it, and the entry's own. */
const PATH = FOLDER_DEPTH_MAX + 1;
/** Names that the stage declares, of alarms, schedules, migrations and faults: fewer than a hundred of each. */
const DECLARED = 100;

/** One for each part, kind and class, of what stays and of what does not. */
const TOTALS =
	total.entries.part.options.length * contentKind.options.length * storageClass.options.length * 2;

/** One for each part, kind and day of the forecast, and one for what ends later. */
const COPIES = total.entries.part.options.length * contentKind.options.length * (FORECAST_DAYS + 1);

/** What bounds each list of an answer. A list that is missing here fails. */
const ITEMS: Readonly<Record<string, number>> = {
	'listFolder.entries': PAGE_MAX,
	'listFolder.path': PATH,
	'listFolder.origins': PAGE_MAX,
	'listFolder.origins.names': ORIGIN_NAMES_MAX,
	'ensureFolders.folders': FOLDER_PATHS_PER_CALL_MAX,
	'listTimeline.files': PAGE_MAX,
	'listMonths.months': MONTHS_MAX,
	'searchEntries.results': SEARCH_RESULTS_MAX,
	'searchEntries.results.path': PATH,
	'getEntry.path': PATH,
	'getEntry.versions': PAGE_MAX,
	'getTotals.entries': ENTRIES_PER_CALL_MAX,
	'getTotals.entries.totals': TOTALS,
	'getTotals.copies': COPIES,
	'getVaultTotals.vault': TOTALS,
	'getVaultTotals.trash': TOTALS,
	'getVaultTotals.leaving': TOTALS,
	'getVaultTotals.copies.vault': COPIES,
	'getVaultTotals.copies.trash': COPIES,
	'getVaultTotals.copies.leaving': COPIES,
	'listLargestFolders.folders': LARGEST_FOLDERS_MAX,
	'listLargestFolders.folders.totals': TOTALS,
	'listLargestFolders.folders.copied': contentKind.options.length,
	'moveEntries.entries': ENTRIES_PER_CALL_MAX,
	'trashEntries.trashedIds': ENTRIES_PER_CALL_MAX,
	'putBackEntries.entries': ENTRIES_PER_CALL_MAX,
	'putBackEntries.leftIds': ENTRIES_PER_CALL_MAX,
	'beginUploads.files': BATCH_CALL_MAX_FILES,
	'copyFiles.files': COPY_CALL_MAX_FILES,
	'resumeUpload.held': PARTS_MAX,
	'signParts.parts': SIGN_PARTS_MAX,
	'completeUploads.files': BATCH_CALL_MAX_FILES,
	'abortUploads.abortedIds': BATCH_CALL_MAX_FILES,
	'listUnfinishedUploads.uploads': PAGE_MAX,
	'signDerivatives.derivatives': BATCH_CALL_MAX_FILES,
	'recordDerivatives.derivatives': BATCH_CALL_MAX_FILES,
	'recordMedia.media': BATCH_CALL_MAX_FILES,
	'signDownloads.downloads': SIGN_DOWNLOADS_MAX,
	'quoteRestore.tiers': restoreTiers.length,
	'getRestore.targets': RESTORE_TARGETS_MAX,
	/** `listRestores` reads no more. */
	'listRestores.jobs': 100,
	'extendRestore.files': RESTORE_TARGETS_MAX,
	'listRestored.restored': PAGE_MAX,
	'keepReady.entries': KEEP_ENTRIES_MAX,
	'getCloudHealth.lifecycle.faults': DECLARED,
	'getCloudHealth.alarms.ringing': DECLARED,
	'getCloudHealth.alarms.runbooks': DECLARED,
	'getCloudHealth.alarms.silenced': DECLARED,
	'getCloudHealth.alarms.missing': DECLARED,
	'getCloudHealth.schedules.disabled': DECLARED,
	'getCloudHealth.schedules.missing': DECLARED,
	'getDatabaseHealth.migrations.newer': DECLARED,
	'getDatabaseHealth.migrations.missing': DECLARED,
	'getDatabaseHealth.sqlMode.faults': DECLARED,
};

/** Longest texts in JSON, in bytes; every other text is an id, an instant, a digest, a code or one of the stage's own names. */
const TEXT_BYTES: Readonly<Record<string, number>> = {
	/** Each byte may need a backslash. */
	name: 2 * NAME_MAX_BYTES,
	names: 2 * NAME_MAX_BYTES,
	contentType: 2 * 255,
	/** Signed, with a session's token, and a file's name in it encoded twice. */
	url: 6000,
	addressTemplate: 6000,
	nextCursor: 2048,
	progress: QUOTE_PROGRESS_MAX_CHARS,
	email: 2 * 254,
};
const OTHER_TEXT_BYTES = 128;
/** Fields of a form with its policy, or headers of a part. */
const RECORD_BYTES = 5000;
/** `-1.7976931348623157e+308` */
const NUMBER_BYTES = 24;

type Shape = v.GenericSchema & {
	readonly type: string;
	readonly entries?: Readonly<Record<string, Shape>>;
	readonly item?: Shape;
	readonly wrapped?: Shape;
	readonly options?: readonly unknown[];
	readonly literal?: unknown;
};

/** The longest JSON that a schema lets pass, in bytes. */
function bytesOf(shape: Shape, path: string): number {
	const field = path.split('.').at(-1) ?? '';
	switch (shape.type) {
		case 'object':
		case 'strict_object':
			return Object.entries(shape.entries ?? {}).reduce(
				(sum, [name, entry]) => sum + name.length + 4 + bytesOf(entry, `${path}.${name}`),
				2,
			);
		case 'variant':
			return Math.max(...(shape.options as Shape[]).map((option) => bytesOf(option, path)));
		case 'array': {
			const items = ITEMS[path];
			if (items === undefined || shape.item === undefined) throw new Error(`${path} has no bound`);
			return 2 + items * (1 + bytesOf(shape.item, path));
		}
		case 'nullable':
		case 'optional':
			if (shape.wrapped === undefined) throw new Error(`${path} wraps nothing`);
			return Math.max(4, bytesOf(shape.wrapped, path));
		case 'picklist':
			return 2 + Math.max(...(shape.options ?? []).map((option) => String(option).length));
		case 'literal':
			return 2 + String(shape.literal).length;
		case 'string':
			return 2 + (TEXT_BYTES[field] ?? OTHER_TEXT_BYTES);
		case 'number':
			return NUMBER_BYTES;
		case 'boolean':
			return 5;
		case 'record':
			return RECORD_BYTES;
		default:
			throw new Error(`${path} is of a kind that is not reckoned here: ${shape.type}`);
	}
}

test.each(endpoints.map(({ name, response }) => [name, response] as const))(
	'the longest answer of %s fits what a function may answer',
	(name, response) => {
		expect(bytesOf(response as Shape, name)).toBeLessThan(ANSWER_MAX_BYTES);
	},
);

test('each bound is of a list that is there', () => {
	const lists = new Set<string>();
	const collect = (shape: Shape, path: string): void => {
		if (shape.type === 'array') lists.add(path);
		for (const [name, entry] of Object.entries(shape.entries ?? {}))
			collect(entry, `${path}.${name}`);
		if (shape.type === 'variant') for (const each of shape.options as Shape[]) collect(each, path);
		for (const inner of [shape.item, shape.wrapped]) if (inner !== undefined) collect(inner, path);
	};
	for (const { name, response } of endpoints) collect(response, name);

	expect([...lists].sort()).toEqual(Object.keys(ITEMS).sort());
});
