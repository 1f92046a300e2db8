import type * as downloads from '#contract/downloads';
import type { ResponseOf } from '#contract/endpoint';
import type * as health from '#contract/health';
import type * as notifications from '#contract/notifications';
import type * as purge from '#contract/purge';
import type * as restores from '#contract/restores';
import type * as uploads from '#contract/uploads';
import type * as vault from '#contract/vault';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { SignedInPerson } from '../../../local/cognito/people.ts';
import { putArchived } from '../../support/put-archived.ts';
import { asked, formOf, post, sha256, type Begun } from '../../support/uploader.ts';
import { VaultClient } from '../../support/vault-client.ts';
import { bodyOf, gatewayEvent } from './gateway-event.ts';
import type { ColdStage } from './stage.ts';

/** What a function is asked, and what tells that it has done it. */
interface Asked {
	readonly event: object;
	/** Throws where the answer is another. */
	verify(answer: unknown): void | Promise<void>;
}

/** Makes what the request is about, anew for each process. */
type Prepare = (stage: ColdStage) => Asked | Promise<Asked>;

/** For each function the request, or the event, for which it reads the most: database, S3 and whatever else it asks. */
export const firstRequests: Readonly<Record<string, Prepare>> = {
	accountMails: () => ({
		event: {
			triggerSource: 'CustomMessage_SignUp',
			request: { codeParameter: '{####}', clientMetadata: { language: 'de' } },
			response: {},
		},
		verify(answer) {
			const mail = v.object({
				response: v.object({ emailMessage: v.pipe(v.string(), v.includes('{####}')) }),
			});
			v.parse(mail, answer);
		},
	}),
	databaseHealth: ({ owner }) => request(owner, 'getDatabaseHealth', {}),
	derivatives: ({ person }) => request(person, 'openDerivatives', {}),
	downloads: ({ person, fileId, bytes }) =>
		request(
			person,
			'signDownloads',
			{ downloads: [{ entryId: fileId, as: 'attachment' }] },
			async ({ downloads: [first] }: ResponseOf<typeof downloads.signDownloads>) => {
				if (first?.outcome !== 'ready') throw new Error('There is no address.');
				const read = await fetch(first.url);
				equal(Buffer.from(await read.arrayBuffer()).equals(bytes), true);
			},
		),
	health: ({ owner }) =>
		request(
			owner,
			'getCloudHealth',
			{},
			({ versioning }: ResponseOf<typeof health.getCloudHealth>) => equal(versioning.state, 'ok'),
		),
	invitations({ owner, stack }) {
		const email = `${randomUUID()}@example.com`;
		return request(owner, 'sendInvitation', { email, language: 'de' }, () =>
			equal(stack.messages(email).length, 1),
		);
	},
	async manifest({ stack }) {
		// Those of all others first.
		await stack.invoke('manifest', {});
		const person = await stack.createUser();
		await new VaultClient(stack, person).open();
		return {
			event: {},
			verify: (answer) => void v.parse(v.object({ vaults: v.literal(1) }), answer),
		};
	},
	migrate: () => ({
		event: {},
		verify: (answer) => void v.parse(v.object({ ran: v.tuple([]) }), answer),
	}),
	async notifications({ stack }) {
		const person = await stack.createUser();
		await new VaultClient(stack, person).open();
		const { email } = person;
		return request(
			person,
			'setNotifications',
			{ email, language: 'de' },
			(set: ResponseOf<typeof notifications.setNotifications>) => equal(set.state, 'pending'),
		);
	},
	async onObjectEvent(stage) {
		const { uploadId, key } = await sendFile(stage);
		const record = {
			eventName: 'ObjectCreated:Post',
			s3: { bucket: { name: stage.stack.bucket }, object: { key: encodeURIComponent(key) } },
		};
		const body = JSON.stringify({ Records: [record] });
		return {
			event: { Records: [{ messageId: 'bench', body }] },
			async verify() {
				equal(await stage.stateOf(uploadId), 'stored');
			},
		};
	},
	async purge({ client, rootId, person, bytes }) {
		const { id } = await client.upload(rootId, `${randomUUID()}.txt`, bytes);
		await client.trash([id]);
		return request(
			person,
			'purgeEntries',
			{ entryIds: [id] },
			({ erased }: ResponseOf<typeof purge.purgeEntries>) => equal(erased, true),
		);
	},
	async restores(stage) {
		const targets = [{ entryId: await archiveFile(stage) }];
		return request(
			stage.person,
			'beginRestore',
			{ id: randomUUID(), targets, tier: 'Standard', days: 1 },
			({ job }: ResponseOf<typeof restores.beginRestore>) => equal(job.files.restoring, 1),
		);
	},
	async sweep(stage) {
		const { uploadId } = await sendFile(stage);
		await stage.expire(uploadId);
		return {
			event: { task: 'unfinished' },
			verify: (answer) => void v.parse(v.object({ committed: v.literal(1) }), answer),
		};
	},
	async uploads(stage) {
		const { uploadId } = await sendFile(stage);
		return request(
			stage.person,
			'completeUploads',
			{ uploads: [{ uploadId, checksum: sha256(stage.bytes) }] },
			({ files }: ResponseOf<typeof uploads.completeUploads>) => equal(files[0]?.outcome, 'stored'),
		);
	},
	vault: ({ person, folderId, folders }) =>
		request(
			person,
			'listFolder',
			{ folderId },
			({ entries }: ResponseOf<typeof vault.listFolder>) => equal(entries.length, folders),
		),
};

function request(
	{ accessToken }: SignedInPerson,
	name: string,
	body: object,
	verify: (body: never) => void | Promise<void> = () => undefined,
): Asked {
	return {
		event: gatewayEvent(name, body, accessToken),
		verify: (answer) => verify(bodyOf(name, answer) as never),
	};
}

async function beginFile({ client, rootId, bytes }: ColdStage) {
	const file = asked(rootId, bytes, { name: `${randomUUID()}.txt` });
	const { files } = await client.call<{ files: Begun[] }>('beginUploads', {
		batch: { id: randomUUID(), fileCount: 1 },
		files: [file],
	});
	const { uploadId, form } = formOf(files[0]);
	return { uploadId, form, key: form.fields.key ?? '' };
}

/** A file whose bytes are in S3, and of which no function knows. */
async function sendFile(stage: ColdStage) {
	const { form, ...file } = await beginFile(stage);
	equal(await post(form, stage.bytes), 204);
	return file;
}

/** A file that S3 has moved to the archive. Answers the id of the entry. */
async function archiveFile(stage: ColdStage): Promise<string> {
	const { stack, bytes, client } = stage;
	const { uploadId, key } = await beginFile(stage);
	const settled = () => {
		stack.hurryQueues();
		return stack.settled();
	};
	await putArchived({ ...stack, settled }, key, bytes);
	const { files } = await client.call<ResponseOf<typeof uploads.completeUploads>>(
		'completeUploads',
		{ uploads: [{ uploadId, checksum: sha256(bytes) }] },
	);
	const [stored] = files;
	if (stored?.outcome !== 'stored') throw new Error(`not stored: ${JSON.stringify(stored)}`);
	return stored.file.id;
}

function equal(actual: unknown, expected: unknown): void {
	if (actual !== expected) throw new Error(`${String(actual)} instead of ${String(expected)}`);
}
