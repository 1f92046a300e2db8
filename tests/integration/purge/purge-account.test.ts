import { uuidv7 } from 'uuidv7';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { onBehalfOf } from '../../../lambdas/ports/caller.ts';
import { purgeAccount } from '../../../lambdas/purge/purge-account.ts';
import { endSessions } from '../../../lambdas/vault/end-sessions.ts';
import { codeOf } from '../../support/people.ts';
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
});
afterEach(() => world.bucket.s3.injectFaults(undefined));

const objectsOf = async ({ ownerId }: Uploader) =>
	(await world.bucket.contents()).filter((each) => each.includes(ownerId));

describe('an account that is deleted', () => {
	test('takes everything with it and opens no door again', async () => {
		await ann.upload('a.txt', hello, await ann.folder(ann.rootId, 'folder'));
		const trashed = await ann.upload('b.txt', hello);
		await ann.does.trashEntries({ entryIds: [trashed.id] });
		const [begun] = await ann.begin([asked(ann.rootId, hello)]);
		await post(formOf(begun).form, hello);

		expect(await ann.can.purgeAccount({ confirm: 'delete account' })).toEqual({ erased: true });

		expect(await objectsOf(ann)).toEqual([]);
		expect(await codeOf(ann.does.openVault({}))).toBe('vault_deleted');
		expect(await codeOf(ann.begin([asked(ann.rootId, hello)]))).toBe('vault_deleted');
		const { uploadId } = formOf(begun);
		const late = ann.can.completeUploads({ uploads: [{ uploadId, checksum: sha256(hello) }] });
		expect(await codeOf(late)).toBe('vault_deleted');
	});

	test('answers as before where it is deleted again, the first answer having been lost', async () => {
		await ann.upload('a.txt', hello);
		world.bucket.s3.injectFaults(() => ({ status: 503 }));
		await ann.can.purgeAccount({ confirm: 'delete account' });
		world.bucket.s3.injectFaults(undefined);

		expect(await ann.can.purgeAccount({ confirm: 'delete account' })).toEqual({ erased: true });
		expect(await ann.can.purgeAccount({ confirm: 'delete account' })).toEqual({ erased: true });

		expect(await objectsOf(ann)).toEqual([]);
	});

	test('may be deleted by two tabs at once', async () => {
		await ann.upload('a.txt', hello);

		const answers = await Promise.all(
			Array.from({ length: 4 }, () => ann.can.purgeAccount({ confirm: 'delete account' })),
		);

		expect(answers.every(({ erased }) => typeof erased === 'boolean')).toBe(true);
		world.passSeconds(3600);
		await world.sweep();
		expect(await objectsOf(ann)).toEqual([]);
		expect(await world.fsck()).toEqual([]);
	});

	test('without a vault, which was never opened, is gone already', async () => {
		const stranger = onBehalfOf(uuidv7());

		const answer = await purgeAccount(world.deps, stranger, { confirm: 'delete account' });

		expect(answer).toEqual({ erased: true });
	});

	test('is not deleted by a session that was signed out everywhere', async () => {
		const file = await ann.upload('a.txt', hello);
		await endSessions({ ...world.deps, defaultQuotaBytes: 0 }, onBehalfOf(ann.ownerId), {});
		const stolen = { ownerId: ann.ownerId, signedInAt: Math.floor(Date.now() / 1000) - 60 };

		const attempt = purgeAccount(world.deps, stolen, { confirm: 'delete account' });

		expect(await codeOf(attempt)).toBe('session_ended');
		expect((await ann.read(file.id)).bytes.equals(hello)).toBe(true);
	});

	test('ends its notices, and leaves no address behind', async () => {
		const address = `${ann.ownerId}@example.com`;
		await ann.getsNotices(address);

		await ann.can.purgeAccount({ confirm: 'delete account' });

		expect(world.notifier.live()).not.toContain(address);
		expect(await world.deps.catalog.mailboxes.get(address)).toBeUndefined();
		expect(await world.deps.catalog.mailboxes.wishOf(ann.ownerId)).toBeUndefined();
	});

	test('whose notices SNS could not end has them ended by the sweep', async () => {
		const address = `${ann.ownerId}@example.com`;
		await ann.getsNotices(address);
		world.notifier.isSilent = true;
		expect(await ann.can.purgeAccount({ confirm: 'delete account' })).toEqual({ erased: true });
		expect(world.notifier.live()).toContain(address);

		world.notifier.isSilent = false;
		world.passSeconds(3600);
		await world.sweep();

		expect(world.notifier.live()).not.toContain(address);
		expect(await world.deps.catalog.mailboxes.get(address)).toBeUndefined();
	});

	test('is finished by the sweep where S3 did not answer', async () => {
		await ann.upload('a.txt', hello);
		world.bucket.s3.injectFaults(() => ({ status: 503 }));
		expect(await ann.can.purgeAccount({ confirm: 'delete account' })).toEqual({ erased: false });

		world.bucket.s3.injectFaults(undefined);
		world.passSeconds(3600);
		await world.sweep();

		expect(await objectsOf(ann)).toEqual([]);
	});

	test('leaves uploads that it has no time for to the sweep, those with bytes too', async () => {
		const begun = await ann.begin([asked(ann.rootId, hello), asked(ann.rootId, hello)]);
		await post(formOf(begun[0]).form, hello);
		let now = 0;
		const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 60_000));
		expect(await ann.can.purgeAccount({ confirm: 'delete account' })).toEqual({ erased: false });
		clock.mockRestore();

		world.passSeconds(61);
		await world.sweep();

		expect(await objectsOf(ann)).toEqual([]);
		const [rows] = await world.fresh.observer.query(
			`select id from uploads where owner_id = ? and state = 'pending'
				union all select id from entries where owner_id = ? and parent_id <> owner_id`,
			[ann.ownerId, ann.ownerId],
		);
		expect(rows).toEqual([]);
	});
});
