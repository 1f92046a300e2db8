import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fsck, type FsckLocation } from '../../lambdas/fsck/fsck.ts';
import { openLocation } from '../../lambdas/location/open-location.ts';
import { FULL_DISK } from '../../local/data-directory/full-disk.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { VaultClient } from '../support/vault-client.ts';

/** What a stack takes at rest, and half as much again. */
const DISK = '448m';
/** What the vault may take to be whole again, once there is room. */
const BACK_MS = 20_000;

let disk: string;
let isMounted = false;
let stack: Stack;

beforeAll(async () => {
	disk = await mkdtemp(join(tmpdir(), 'cloudvault-disk-'));
	isMounted = mount(disk);
	if (isMounted) stack = await startStack({ parentDir: disk, throttles: false });
});
afterAll(async () => {
	if (isMounted) {
		await stack.close();
		execFileSync('umount', [disk]);
	}
	await rm(disk, { recursive: true });
});

/** False where this user may not. */
function mount(directory: string): boolean {
	const args = ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', directory];
	try {
		execFileSync('mount', args, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

const ballast = () => join(disk, 'ballast');

/** Writes until not one byte more is taken. */
function fillDisk(): void {
	const file = openSync(ballast(), 'a');
	for (let size = 1024 * 1024; size >= 1; size = size > 1 ? Math.floor(size / 16) : 0) {
		const bytes = Buffer.alloc(size, 1);
		try {
			for (;;) writeSync(file, bytes);
		} catch {
			// Less of it may still go in.
		}
	}
	closeSync(file);
}

const makeRoom = (): void => rmSync(ballast());

/** What is answered where something is done, and the sentence where it is not. */
async function told<T>(work: Promise<T>): Promise<string> {
	return work.then(
		() => 'done',
		(error: unknown) => (error instanceof Error ? error.message : String(error)),
	);
}

function cognito(action: string, input: object) {
	return fetch(stack.cognitoUrl, {
		method: 'POST',
		headers: {
			'content-type': 'application/x-amz-json-1.1',
			'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
		},
		body: JSON.stringify({ ClientId: stack.userPoolClientId, ...input }),
	});
}

const signUp = (email: string) =>
	cognito('SignUp', {
		Username: email,
		Password: 'correct horse battery 1A!',
		UserAttributes: [{ Name: 'email', Value: email }],
	});

async function findings(): Promise<readonly string[]> {
	const { db, store, tags, now } = await openLocation(stack.dataDir);
	try {
		const location: FsckLocation = { db, store, tags, now, oldEnough: now };
		const found: string[] = [];
		for await (const { kind, message } of fsck(location)) found.push(`${kind}: ${message}`);
		return found;
	} finally {
		await db.destroy();
	}
}

test('a full disk refuses in a sentence, harms nothing, and all goes on once there is room', async (context) => {
	if (!isMounted) context.skip('This user may not mount a small disk to fill.');
	const ann = new VaultClient(stack, await stack.createUser());
	const { rootId } = await ann.open();
	const kept = randomBytes(50_000);
	const file = await ann.upload(rootId, 'kept.bin', kept);
	const bytes = randomBytes(4_000_000);
	const form = await ann.beginForm(rootId, 'late.bin', bytes);
	await stack.settled();

	fillDisk();

	const refused = await send(form, bytes);
	expect([refused.status, refused.text]).toEqual([507, expect.stringContaining(FULL_DISK)]);
	const stranger = await signUp('full@example.com');
	expect([stranger.status, await stranger.json()]).toEqual([
		500,
		{ __type: 'InternalErrorException', message: FULL_DISK },
	]);
	const made = new Map<string, string>();
	for (let i = 0; i < 60; i++) {
		const name = `${String(i)} ${'long '.repeat(40)}`;
		made.set(name, await told(ann.createFolder(rootId, name)));
	}
	const others = [...made.values()].filter(
		(each) => each !== 'done' && !each.includes(' answered 503: '),
	);
	expect(others).toEqual([]);
	if (process.env.DATABASE_URL === undefined)
		expect([...made.values()]).toContainEqual(expect.stringContaining(' answered 503: '));
	expect(await read(ann, file.id)).toEqual(kept);

	makeRoom();

	await vi.waitFor(async () => expect((await send(form, bytes)).status).toBe(204), BACK_MS);
	await vi.waitFor(async () => {
		await ann.createFolder(rootId, randomUUID());
	}, BACK_MS);
	expect((await signUp('full@example.com')).status).toBe(200);
	await ann.upload(rootId, 'after.bin', bytes);
	await stack.settled();
	for (const task of ['unfinished', 'reconcile']) {
		expect(await stack.invoke('sweep', { task })).toMatchObject({ ok: true });
	}
	expect(await findings()).toEqual([]);
	expect(await read(ann, file.id)).toEqual(kept);
	const names = await namesIn(ann, rootId);
	for (const [name, answer] of made) if (answer === 'done') expect(names).toContain(name.trim());
}, 180_000);

async function send(
	{ url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
	bytes: Buffer,
) {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	body.append('file', new Blob([new Uint8Array(bytes)]));
	const response = await fetch(url, { method: 'POST', body });
	return { status: response.status, text: await response.text() };
}

async function read(client: VaultClient, entryId: string): Promise<Buffer> {
	const response = await fetch(await client.downloadUrl(entryId));
	return Buffer.from(await response.arrayBuffer());
}

async function namesIn(client: VaultClient, folderId: string): Promise<readonly string[]> {
	const names: string[] = [];
	let cursor: string | null = null;
	do {
		const page: { entries: { name: string }[]; nextCursor: string | null } = await client.call(
			'listFolder',
			{ folderId, ...(cursor !== null && { cursor }) },
		);
		names.push(...page.entries.map(({ name }) => name));
		cursor = page.nextCursor;
	} while (cursor !== null);
	return names;
}
