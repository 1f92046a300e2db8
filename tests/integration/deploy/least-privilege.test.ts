import { SINGLE_REQUEST_MAX_BYTES } from '#contract/limits';
import { createConnection } from 'mysql2/promise';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolePolicies } from '../../../local/iam/policies.ts';
import { openAccount } from '../../../local/stack/account.ts';
import { freePorts } from '../../../local/stack/ports.ts';
import { statementsOf } from '../../iac/policies.ts';
import { text, type JsonObject } from '../../iac/template.ts';
import { putArchived } from '../../support/put-archived.ts';
import { startStack, type Stack } from '../../support/stack.ts';
import {
	asked,
	compositeOf,
	formOf,
	partsOf,
	partsPlanOf,
	post,
	put,
	sha256,
	type Begun,
} from '../../support/uploader.ts';
import { VaultClient } from '../../support/vault-client.ts';

interface Decision {
	readonly role: string;
	readonly action: string;
	readonly resource: string;
	readonly isAllowed: boolean;
}

/** One action on one resource that a role's policy allows; the resource may end in a star. */
interface Permission {
	readonly role: string;
	readonly action: string;
	readonly resource: string;
}

/**
 * Asked by S3 itself, to choose between "absent" and "forbidden" for an object that is not there. No
 * role has it: the code knows that the two look alike.
 */
const ASKED_BY_S3 = 's3:ListBucket';
/** What a call of ours would show. Lambda itself writes logs and messages about failures for a function. */
const CALLED_BY_US = /^(s3|sns|kms|cloudwatch|events|cognito-idp):/;

const bytes = Buffer.from('a note');
let stack: Stack;
let decisions: readonly Decision[];

beforeAll(async () => {
	stack = await startStack({ site: false });
	await liveThroughEverything();
	await stack.settled();
	const lines = (await readFile(join(stack.dataDir, 'iam-calls.jsonl'), 'utf8')).trim().split('\n');
	decisions = lines
		.map((line) => JSON.parse(line) as Decision)
		.map(({ role, ...rest }) => ({ role: nameOf(role), ...rest }));
});
afterAll(async () => {
	await stack.close();
});

describe('what the functions call', () => {
	it('is allowed, every call', () => {
		const refused = decisions.filter(
			({ action, isAllowed }) => !isAllowed && action !== ASKED_BY_S3,
		);

		expect(new Set(refused.map(({ role, action }) => `${role} ${action}`))).toEqual(new Set());
	});

	it('is all that they are allowed, each action on each kind of resource', async () => {
		const allowed = await permissions();
		const unused = allowed.filter(
			({ role, action, resource }) =>
				!decisions.some(
					(decision) =>
						decision.role === role &&
						decision.action === action &&
						covers(resource, decision.resource),
				),
		);

		expect(allowed.length).toBeGreaterThan(0);
		expect(unused.map((each) => `${each.role} ${each.action} ${each.resource}`)).toEqual([]);
	});
});

/** What the roles' policies allow, resolved as the running stack has resolved them. */
async function permissions(): Promise<readonly Permission[]> {
	const { template } = await openAccount({
		dataDir: stack.dataDir,
		packageDir: '.serverless',
		ports: await freePorts(),
	});
	return [...rolePolicies(template)].flatMap(([arn, policies]) =>
		policies
			.flatMap(({ policy }) => statementsOf(arn, policy as JsonObject))
			.filter(({ effect }) => effect === 'Allow')
			.flatMap(({ actions, resources }) =>
				actions.flatMap((action) =>
					resources.map((resource) => ({ role: nameOf(arn), action, resource: text(resource) })),
				),
			)
			.filter(({ action }) => CALLED_BY_US.test(action)),
	);
}

function covers(allowed: string, resource: string): boolean {
	return allowed.endsWith('*') ? resource.startsWith(allowed.slice(0, -1)) : resource === allowed;
}

function nameOf(roleArn: string): string {
	return roleArn.slice(roleArn.lastIndexOf('-') + 1);
}

type Form = ReturnType<typeof formOf>['form'];

/** Every way through the product that reaches S3, SNS, KMS, CloudWatch or EventBridge, once. */
async function liveThroughEverything(): Promise<void> {
	const person = await stack.createUser();
	const vault = new VaultClient(stack, person);
	await vault.open();
	await letGoBeforeItAgrees(vault, 'left@example.com');
	await vault.call('setNotifications', { email: 'ann@example.com' });
	const { rootId } = await vault.open();

	const kept = await vault.upload(rootId, 'kept.txt', bytes);
	await fetch(await vault.downloadUrl(kept.id));
	await copyBothWays(vault, rootId, kept.id);
	// A file so small stays where it is; this one is large enough for the archive.
	const large = await vault.upload(rootId, 'large.txt', Buffer.alloc(200_000, 'large'));
	await vault.call('keepReady', { entryIds: [large.id], keep: true });
	const thumbnail = await addThumbnail(vault, kept.versionId, heard);
	await heard(() => post(thumbnail, bytes));
	await sendTwice(vault, rootId);
	await restoreArchived(vault, rootId);
	await vault.call('openDerivatives', {});
	const gone = await vault.upload(rootId, 'gone.txt', bytes);
	await addThumbnail(vault, gone.versionId, unheard);
	await vault.trash([gone.id]);
	await vault.call('purgeEntries', { entryIds: [gone.id] });

	await giveUpWhatArrived(vault, rootId);
	await vault.call('abortUploads', { uploadIds: [await beginInParts(vault, rootId)] });
	await hearOfWhatIsNotThere(vault, rootId);

	await sweepWhatIsOld(vault, rootId, kept.id);
	await beginInParts(vault, rootId);
	await writeManifests();
	await vault.call('createFolder', { parentId: rootId, name: 'written down next time' });
	await writeManifests();
	await vault.call('purgeAccount', { confirm: 'delete account' });

	await writeManifests();

	const owner = new VaultClient(stack, await stack.createOwner());
	await owner.call('getCloudHealth', {});
	await owner.call('sendInvitation', { email: 'bob@example.com' });
}

/** Leaves a subscription that only the sweep ends. */
async function letGoBeforeItAgrees(vault: VaultClient, email: string): Promise<void> {
	await vault.call('setNotifications', { email });
	await vault.call('getNotifications', {});
	await vault.call('setNotifications', { email: null });
	await fetch(stack.messages(email)[0]?.links[0]?.url ?? '');
}

/** Of everybody, however short ago they were written. */
async function writeManifests(): Promise<void> {
	const database = await createConnection(stack.databaseUrl);
	try {
		await database.query("update manifests set due_at = '2020-01-01'");
	} finally {
		await database.end();
	}
	expect(await stack.invoke('manifest', {})).toMatchObject({ ok: true, payload: { failed: 0 } });
}

/** Stores something, and the function that hears of it has looked at it. */
async function heard(store: () => Promise<number>): Promise<void> {
	expect(await store()).toBeLessThan(300);
	await stack.settled();
}

/** Stores something, but S3 does not answer the function that hears of it. */
async function unheard(store: () => Promise<number>): Promise<void> {
	stack.s3?.injectFaults(({ operation }) =>
		operation === 'HeadObject' ? { status: 503 } : undefined,
	);
	await heard(store);
	stack.s3?.injectFaults(undefined);
}

async function addThumbnail(
	vault: VaultClient,
	versionId: string,
	arriving: typeof heard,
): Promise<Form> {
	const { derivatives } = await vault.call<{ derivatives: [{ form: Form }] }>('signDerivatives', {
		derivatives: [
			{
				versionId,
				kind: 'thumb',
				sizeBytes: bytes.length,
				sha256: sha256(bytes),
				contentType: 'image/webp',
			},
		],
	});
	await arriving(() => post(derivatives[0].form, bytes));
	await vault.call('recordDerivatives', { derivatives: [{ versionId, kind: 'thumb' }] });
	return derivatives[0].form;
}

/** As a browser does that did not hear S3's answer: the second version is surplus. */
async function sendTwice(vault: VaultClient, parentId: string): Promise<void> {
	const { form } = formOf(await begin(vault, asked(parentId, bytes)));
	await heard(() => post(form, bytes));
	await heard(() => post(form, bytes));
}

async function begin(vault: VaultClient, file: object, fileCount = 1): Promise<Begun | undefined> {
	const batch = { id: crypto.randomUUID(), fileCount };
	const { files } = await vault.call<{ files: Begun[] }>('beginUploads', { batch, files: [file] });
	return files[0];
}

/** The bytes are in S3, but S3 does not answer the function that hears of them; then the person gives up. */
async function giveUpWhatArrived(vault: VaultClient, parentId: string): Promise<void> {
	const { uploadId, form } = formOf(await begin(vault, asked(parentId, bytes)));
	await unheard(() => post(form, bytes));
	await vault.call('abortUploads', { uploadIds: [uploadId] });
}

/** An event that comes when its object has gone again. */
async function hearOfWhatIsNotThere(vault: VaultClient, parentId: string): Promise<void> {
	const { form } = formOf(await begin(vault, asked(parentId, bytes)));
	const object = { key: form.fields.key, size: 1, sequencer: '00', versionId: 'gone' };
	const s3 = { bucket: { name: stack.bucket }, object };
	const Records = [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Post', s3 }];
	stack.send('ObjectEventQueue', JSON.stringify({ Records }));
	await stack.settled();
}

/**
 * Asked for by a page, heard of by the event, looked at by the schedule, which sends what is owed as well. S3 does not have
 * one of the two files any more.
 */
async function restoreArchived(vault: VaultClient, parentId: string): Promise<void> {
	const lostId = await uploadArchived(vault, parentId, 'lost.txt');
	await uploadArchived(vault, parentId, 'archived.txt');
	const database = await createConnection(stack.databaseUrl);
	try {
		await database.query(
			"update versions set object_key = concat(left(object_key, length(object_key) - 12), '000000000000') where id = ?",
			[lostId],
		);
		const targets = [{ entryId: parentId }];
		const asked = { id: crypto.randomUUID(), targets, tier: 'Bulk' };
		const { job } = await vault.call<{ job: unknown }>('beginRestore', asked);
		expect(job).toMatchObject({ files: { restoring: 1, failed: 1 } });
		await stack.settled();
		await database.query(
			"update versions set ready_about = '2020-01-01' where ready_about is not null",
		);
		await database.query('update outbox set sent_at = null, claimed_until = null');
	} finally {
		await database.end();
	}
	expect(await stack.invoke('restores', { task: 'restores' })).toMatchObject({ ok: true });
}

async function uploadInParts(vault: VaultClient, parentId: string): Promise<string> {
	const large = Buffer.alloc(SINGLE_REQUEST_MAX_BYTES + 1);
	const { uploadId, partSizeBytes } = partsPlanOf(
		await begin(vault, asked(parentId, large, { name: 'parts.bin' })),
	);
	const parts = partsOf(large, partSizeBytes);
	const signed = await vault.call<{ parts: { url: string; headers: Record<string, string> }[] }>(
		'signParts',
		{ uploadId, parts: parts.map((part, i) => ({ partNumber: i + 1, sha256: sha256(part) })) },
	);
	for (const [i, part] of parts.entries())
		await put(signed.parts[i]?.url ?? '', signed.parts[i]?.headers ?? {}, part);
	const checksum = compositeOf(large, partSizeBytes);
	const { files } = await vault.call<{ files: [{ file: { id: string } }] }>('completeUploads', {
		uploads: [{ uploadId, checksum }],
	});
	return files[0].file.id;
}

/** A small file and one in parts; of both S3 reads the version. */
async function copyBothWays(vault: VaultClient, parentId: string, smallId: string): Promise<void> {
	const largeId = await uploadInParts(vault, parentId);
	const { files } = await vault.call<{ files: { outcome: string }[] }>('copyFiles', {
		batch: { id: crypto.randomUUID(), fileCount: 2 },
		files: [smallId, largeId].map((entryId) => ({ ref: crypto.randomUUID(), entryId, parentId })),
	});
	expect(files.map(({ outcome }) => outcome)).toEqual(['copied', 'copied']);
}

async function uploadArchived(vault: VaultClient, parentId: string, name: string): Promise<string> {
	const { uploadId, form } = formOf(await begin(vault, asked(parentId, bytes, { name })));
	await putArchived(stack, form.fields.key ?? '', bytes);
	return uploadId;
}

async function beginInParts(vault: VaultClient, parentId: string): Promise<string> {
	const sizeBytes = SINGLE_REQUEST_MAX_BYTES + 1;
	const file = asked(parentId, bytes, { sizeBytes, sha256: null });
	const { uploadId } = partsPlanOf(await begin(vault, file));
	await vault.call('resumeUpload', { uploadId });
	return uploadId;
}

/** Uploads whose time is over, trash past its days, a batch that its browser has abandoned. */
async function sweepWhatIsOld(vault: VaultClient, rootId: string, trashed: string): Promise<void> {
	const { form } = formOf(await begin(vault, asked(rootId, bytes), 2));
	await post(form, bytes);
	await stack.settled();
	await begin(vault, asked(rootId, bytes));
	await beginInParts(vault, rootId);
	await vault.trash([trashed]);
	const database = await createConnection(stack.databaseUrl);
	try {
		await database.query("update uploads set expires_at = '2020-01-01', created_at = '2020-01-01'");
		await database.query("update entries set sweep_at = '2020-01-01' where sweep_at is not null");
		await database.query("update batches set created_at = '2020-01-01'");
		await database.query("update mailboxes set asked_at = '2020-01-01'");
	} finally {
		await database.end();
	}
	for (const task of ['unfinished', 'reconcile']) {
		expect(await stack.invoke('sweep', { task })).toMatchObject({ ok: true });
	}
}
