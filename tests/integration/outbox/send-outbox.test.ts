import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asked, formOf, post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('hello');

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
	await world.bucket.takeEvents();
});

afterEach(() => world.bucket.s3.injectFaults(undefined));

async function sendOne(facts = {}) {
	const [begun] = await ann.begin([asked(ann.rootId, hello, facts)]);
	const { uploadId, form } = formOf(begun);
	await post(form, hello);
	return uploadId;
}

const complete = (uploadId: string) =>
	ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });

describe('a mail', () => {
	let mailboxId: string | undefined;
	beforeEach(async () => {
		mailboxId = await ann.getsNotices(`${ann.ownerId}@example.com`);
	});
	const mails = () => world.sent.filter((notice) => notice.mailboxId === mailboxId);

	test('tells of a whole batch once, by browser and by event alike', async () => {
		const files = ['a', 'b', 'c'].map((name) => asked(ann.rootId, hello, { name }));
		const sent = (await ann.begin(files)).map(formOf);
		for (const { form } of sent) await post(form, hello);
		const events = await world.bucket.takeEvents();

		await complete(sent[0]?.uploadId ?? '');
		await world.follow([...events, ...events]);

		expect(mails().map(({ text }) => text.split('\n')[0])).toEqual([
			'3 files (15 B) arrived in your vault.',
		]);
	});

	test('is not sent to a person who did not ask for it', async () => {
		await ann.can.setNotifications({ email: null });
		await sendOne();

		await world.follow();

		expect(mails()).toEqual([]);
	});

	test('waits for a notifier that does not answer, and then goes once', async () => {
		await sendOne();
		const events = await world.bucket.takeEvents();
		world.notifier.isSilent = true;
		await expect(world.follow(events)).rejects.toThrow();
		expect(await ann.namesIn(ann.rootId)).toEqual(['note.txt']);

		world.notifier.isSilent = false;
		world.passSeconds(300);
		await world.sweep();
		await world.sweep();

		expect(mails()).toHaveLength(1);
	});

	test('goes out by the sweep where every event was lost, and once if they come after all', async () => {
		const uploadId = await sendOne();
		const events = await world.bucket.takeEvents();
		await complete(uploadId);
		expect(mails()).toEqual([]);

		await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
		await world.follow(events);

		expect(mails()).toHaveLength(1);
	});

	test('tells of a batch that was left half done, when it has been quiet for a while', async () => {
		const id = randomUUID();
		const [begun] = await ann.begin([asked(ann.rootId, hello)], { id, fileCount: 9 });
		const { form } = formOf(begun);
		await post(form, hello);
		await world.follow();
		expect(mails()).toEqual([]);

		world.passSeconds(3600);
		await world.sweep();

		expect(mails()).toHaveLength(1);
	});
});
