import { QUOTE_PROGRESS_MAX_CHARS } from '#contract/limits';
import * as v from 'valibot';
import { VaultError } from '../../domain/vault-error.ts';
import type { RestoreFolder } from '../../ports/restores.ts';
import { tallied, type Tallied } from './tally.ts';

export interface QuoteProgress {
	readonly tallied: Tallied;
	/** Still to be read: the last ones first. */
	readonly folders: readonly RestoreFolder[];
}

const head = v.object({
	tallied,
	/** Where the lists of some of the folders go on, in base64url. */
	readTo: v.record(v.pipe(v.string(), v.uuid()), v.pipe(v.string(), v.maxLength(1000))),
});

const ID_BYTES = 16;

/**
 * As text for the caller to bring back, or undefined where that would be too long. Not signed: it counts in the caller's own vault
 * alone, and a job is counted anew before S3 is asked for anything.
 */
export function writeProgress({ tallied, folders }: QuoteProgress): string | undefined {
	const begun = folders.flatMap(({ folderId, readTo }): [string, string][] =>
		readTo === null ? [] : [[folderId, readTo.toString('base64url')]],
	);
	const ids = Buffer.from(
		folders.map(({ folderId }) => folderId.replaceAll('-', '')).join(''),
		'hex',
	);
	const text = JSON.stringify({ tallied, readTo: Object.fromEntries(begun) });
	const progress = `${Buffer.from(text).toString('base64url')}.${ids.toString('base64url')}`;
	return progress.length > QUOTE_PROGRESS_MAX_CHARS ? undefined : progress;
}

/** Throws `bad_cursor`. */
export function readProgress(progress: string): QuoteProgress {
	const [text = '', idText = ''] = progress
		.split('.')
		.map((part) => Buffer.from(part, 'base64url'));
	const { tallied, readTo } = parseHead(String(text));
	const ids = Buffer.from(idText);
	if (ids.length % ID_BYTES !== 0) throw new VaultError('bad_cursor', { field: 'progress' });
	const folders = Array.from({ length: ids.length / ID_BYTES }, (_, i): RestoreFolder => {
		const folderId = uuidOf(ids.subarray(i * ID_BYTES, (i + 1) * ID_BYTES));
		const read = readTo[folderId];
		return { folderId, readTo: read === undefined ? null : Buffer.from(read, 'base64url') };
	});
	return { tallied, folders };
}

function parseHead(text: string): v.InferOutput<typeof head> {
	try {
		return v.parse(head, JSON.parse(text));
	} catch (cause) {
		throw new VaultError('bad_cursor', { field: 'progress', cause });
	}
}

function uuidOf(bytes: Buffer): string {
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
