import { FILE_MAX_BYTES, SINGLE_REQUEST_MAX_BYTES, UPLOAD_LIFE_SECONDS } from '#contract/limits';
import { describe, expect, test } from 'vitest';
import type { StoredFile, StoredFolder } from '../../../../../lambdas/domain/entry.ts';
import { requestHash, type Upload } from '../../../../../lambdas/domain/upload.ts';
import {
	decideUpload,
	type AskedUpload,
	type Decision,
	type Namesake,
	type Surroundings,
} from '../../../../../lambdas/uploads/internal/decide-uploads.ts';

const now = new Date('2026-03-01T12:00:00Z');

const asked: AskedUpload = {
	ref: 'ref',
	parentId: 'folder',
	name: ' Note.TXT ',
	sizeBytes: 3,
	contentType: 'Text/Plain; charset=x',
	sha256: 'hash',
	modifiedAt: '2026-02-01T00:00:00Z',
	media: null,
	onConflict: 'ask',
};

const file: StoredFile = {
	kind: 'file',
	ownerId: 'owner',
	id: 'in the way',
	parentId: 'folder',
	name: 'note.txt',
	rev: 0,
	createdAt: now,
	updatedAt: now,
	trashed: null,
	keepsReady: false,
	versionId: 'version',
	sizeBytes: 3,
	contentType: 'text/plain',
	storageClass: 'STANDARD',
	restoredUntil: null,
	readyAbout: null,
	missingSince: null,
	staysReady: false,
	hasThumb: false,
	hasPreview: false,
	modifiedAt: null,
	media: null,
};

const folder: StoredFolder = {
	kind: 'folder',
	ownerId: 'owner',
	id: 'in the way',
	parentId: 'folder',
	name: 'note.txt',
	rev: 0,
	createdAt: now,
	updatedAt: now,
	trashed: null,
	keepsReady: false,
	heightBound: 0,
};

const same: Namesake = { entry: file, checksum: 'hash', sameBatch: false };
const other: Namesake = { ...same, checksum: 'another hash' };
const folderThere: Namesake = { entry: folder, checksum: undefined, sameBatch: false };

interface Given {
	readonly namesake?: Namesake;
	readonly begun?: Upload;
	readonly refusal?: 'quota_exceeded' | 'too_many_files';
}

function decide(change: Partial<AskedUpload> = {}, { namesake, begun, refusal }: Given = {}) {
	const taken: number[] = [];
	let ids = 0;
	const around: Surroundings = {
		ownerId: 'owner',
		batchId: 'batch',
		now,
		newId: () => `new ${String((ids += 1))}`,
		remainingQuota: {
			take: (sizeBytes: number) => {
				taken.push(sizeBytes);
				return refusal;
			},
		},
		begun: new Map(begun && [[begun.ref, begun]]),
		liveFolderIds: new Set(['folder']),
		namesake: (parentId, foldedName) =>
			parentId === 'folder' && foldedName === 'note.txt' ? namesake : undefined,
	};
	return { decision: decideUpload({ ...asked, ...change }, around), taken };
}

function uploadOf(decision: Decision): Upload {
	if (!('upload' in decision)) throw new Error(`nothing begins: ${JSON.stringify(decision)}`);
	return decision.upload;
}

describe('a file whose name is free', () => {
	test('is reserved as it was asked for, under keys that hold nothing of its name', () => {
		const { decision, taken } = decide();

		expect(taken).toEqual([3]);
		expect(decision).toEqual({
			kind: 'send',
			upload: {
				ownerId: 'owner',
				id: 'new 1',
				batchId: 'batch',
				ref: 'ref',
				requestHash: requestHash(asked),
				entryId: 'new 2',
				parentId: 'folder',
				name: 'Note.TXT',
				onConflict: 'ask',
				sizeBytes: 3,
				sha256: 'hash',
				contentType: 'text/plain',
				modifiedAt: new Date('2026-02-01T00:00:00Z'),
				media: null,
				objectKey: expect.stringMatching(/^u\/owner\/.+\/new 1$/) as string,
				multipartId: null,
				partSizeBytes: null,
				state: 'pending',
				expiresAt: new Date(now.getTime() + UPLOAD_LIFE_SECONDS * 1000),
				createdAt: now,
			},
		});
	});

	test.each(['ask', 'skip', 'new-version', 'keep-both'] as const)(
		'is sent with %s',
		(onConflict) => {
			expect(decide({ onConflict }).decision.kind).toBe('send');
		},
	);

	test('keeps no time where the device says none', () => {
		expect(uploadOf(decide({ modifiedAt: null }).decision).modifiedAt).toBeNull();
	});

	test('travels in parts where one request is too small, and needs no hash of the whole', () => {
		const sizeBytes = SINGLE_REQUEST_MAX_BYTES + 1;

		const upload = uploadOf(decide({ sizeBytes, sha256: null }).decision);

		expect(upload.partSizeBytes).toBe(SINGLE_REQUEST_MAX_BYTES);
	});

	test('may be as large as files can be', () => {
		expect(decide({ sizeBytes: FILE_MAX_BYTES, sha256: null }).decision.kind).toBe('send');
	});
});

describe('a file is refused, and takes no room', () => {
	test.each<[Partial<AskedUpload>, object]>([
		[{ name: 'a/b' }, { code: 'bad_name', reason: 'separator' }],
		[{ parentId: 'trash' }, { code: 'not_found' }],
		[{ sizeBytes: FILE_MAX_BYTES + 1, sha256: null }, { code: 'too_large' }],
		[{ sha256: null }, { code: 'bad_request', reason: 'sha256' }],
	])('%o', (change, refusal) => {
		expect(decide(change)).toEqual({ decision: { kind: 'refused', ...refusal }, taken: [] });
	});

	test.each(['quota_exceeded', 'too_many_files'] as const)(
		'where there is no room: %s',
		(refusal) => {
			expect(decide({}, { refusal }).decision).toEqual({ kind: 'refused', code: refusal });
		},
	);
});

describe('a file whose name is taken', () => {
	test('by the same bytes is there already', () => {
		const { decision, taken } = decide({}, { namesake: same });

		expect([decision.kind, taken]).toEqual(['already-here', []]);
		expect(uploadOf(decision)).toMatchObject({ state: 'here', entryId: 'in the way' });
	});

	test.each([
		['other bytes', other, {}],
		[
			'as many bytes of which no hash is known',
			same,
			{ sizeBytes: SINGLE_REQUEST_MAX_BYTES + 1, sha256: null },
		],
		['the same hash and another size', same, { sizeBytes: 4 }],
		['a folder', folderThere, {}],
		['a folder, and neither has a hash', { ...folderThere, checksum: 'hash' }, {}],
	])('by %s is asked about', (_, namesake, change) => {
		const { decision, taken } = decide(change, { namesake });

		expect([decision, taken]).toEqual([{ kind: 'conflict', entry: namesake.entry }, []]);
	});

	test('is skipped where it was said so', () => {
		const { decision, taken } = decide({ onConflict: 'skip' }, { namesake: other });

		expect([decision.kind, taken]).toEqual(['skipped', []]);
		expect(uploadOf(decision)).toMatchObject({ state: 'skipped', entryId: 'in the way' });
	});

	test('becomes a version of that file, even of the same bytes', () => {
		const { decision, taken } = decide({ onConflict: 'new-version' }, { namesake: same });

		expect([decision.kind, taken]).toEqual(['send', [3]]);
		expect(uploadOf(decision)).toMatchObject({ state: 'pending', entryId: 'in the way' });
	});

	test('becomes no version of a folder', () => {
		const { decision } = decide({ onConflict: 'new-version' }, { namesake: folderThere });

		expect(uploadOf(decision).entryId).toBe('new 2');
	});

	test('comes beside it where both are to be kept', () => {
		const { decision } = decide({ onConflict: 'keep-both' }, { namesake: same });

		expect(uploadOf(decision).entryId).toBe('new 2');
	});

	test.each(['ask', 'skip', 'new-version'] as const)(
		'by a file of the same batch meets no conflict with %s',
		(onConflict) => {
			const { decision } = decide({ onConflict }, { namesake: { ...same, sameBatch: true } });

			expect(decision.kind).toBe('send');
			expect(uploadOf(decision).entryId).toBe('new 2');
		},
	);
});

describe('a request that comes again', () => {
	const begin = () => uploadOf(decide().decision);

	test.each([
		['pending', 'send'],
		['stored', 'stored'],
		['here', 'already-here'],
		['skipped', 'skipped'],
	] as const)('finds an upload that is %s as it is', (state, kind) => {
		const begun = { ...begin(), state };

		expect(decide({}, { begun })).toEqual({ decision: { kind, upload: begun }, taken: [] });
	});

	test('for something else under the same ref is refused', () => {
		const { decision } = decide({ sizeBytes: 4 }, { begun: begin() });

		expect(decision).toEqual({ kind: 'refused', code: 'idempotency_mismatch' });
	});

	test('after the upload was given up begins anew', () => {
		const { decision, taken } = decide({}, { begun: { ...begin(), id: 'old', state: 'aborted' } });

		expect([decision.kind, taken]).toEqual(['send', [3]]);
		expect(uploadOf(decision).id).toBe('new 1');
	});
});
