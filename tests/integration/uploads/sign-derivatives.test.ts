import { SURPLUS_CHECK_SECONDS } from '#contract/limits';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { post, sha256 } from '../../support/uploader.ts';
import { startWorld, type Uploader, type World } from '../../support/world.ts';

let world: World;
let ann: Uploader;
const hello = Buffer.from('hello');
const picture = Buffer.from('a very small picture');

beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
	world.turnBack();
	ann = await world.newUploader();
});

test("refuses a thumbnail for another person's file, and where it is too large", async () => {
	const file = await ann.upload('mine.jpg', hello);
	const bob = await world.newUploader();
	const thumb = {
		versionId: file.versionId,
		kind: 'thumb',
		sha256: sha256(picture),
		contentType: 'image/webp',
	} as const;

	const foreign = await bob.can.signDerivatives({ derivatives: [{ ...thumb, sizeBytes: 10 }] });
	const large = await ann.can.signDerivatives({ derivatives: [{ ...thumb, sizeBytes: 1e6 }] });

	expect(foreign.derivatives[0]).toMatchObject({ outcome: 'refused', code: 'not_found' });
	expect(large.derivatives[0]).toMatchObject({ outcome: 'refused', code: 'too_large' });
});

const preview = (versionId: string, bytes: Buffer) => ({
	versionId,
	kind: 'preview' as const,
	sizeBytes: bytes.length,
	sha256: sha256(bytes),
	contentType: 'image/webp' as const,
});

/** Sends it where a form is given; answers the outcome, or the code. */
async function send(uploader: Uploader, versionId: string, bytes: Buffer): Promise<string> {
	const { derivatives } = await uploader.can.signDerivatives({
		derivatives: [preview(versionId, bytes)],
	});
	const [signed] = derivatives;
	if (signed?.outcome === 'send') await post(signed.form, bytes);
	return signed?.outcome === 'refused' ? signed.code : (signed?.outcome ?? '');
}

const stored = async ({ ownerId }: Uploader) =>
	(await world.bucket.contents()).filter((each) => each.includes(`d/${ownerId}/`));

test('a small vault cannot be filled by previews of files without bytes', async () => {
	const small = await world.newUploader(1000);
	const outcomes: string[] = [];
	for (let i = 0; i < 5; i++) {
		const file = await small.upload(`${String(i)}.jpg`, Buffer.alloc(0));
		outcomes.push(await send(small, file.versionId, Buffer.alloc(100, i)));
	}
	await world.follow();

	expect(outcomes).toEqual(['send', 'send', 'quota_exceeded', 'quota_exceeded', 'quota_exceeded']);
	expect(await stored(small)).toHaveLength(2);
	expect(await small.usage()).toMatchObject({ usedBytes: 0 });
	expect(await world.fsck()).toEqual([]);
});

test('a key takes one content alone: another is refused, and copies of it go at once', async () => {
	const file = await ann.upload('a.jpg', hello);
	const other = Buffer.from('another picture');
	const first = await ann.can.signDerivatives({
		derivatives: [preview(file.versionId, picture)],
	});
	const [signed] = first.derivatives;
	if (signed?.outcome !== 'send') throw new Error(JSON.stringify(signed));

	expect(await send(ann, file.versionId, other)).toBe('idempotency_mismatch');
	await post(signed.form, picture);
	await world.follow();
	const [recorded] = await stored(ann);
	await post(signed.form, picture);
	await post(signed.form, picture);
	await world.follow();

	expect(await stored(ann)).toEqual([recorded]);
	expect(await send(ann, file.versionId, other)).toBe('recorded');
	expect(await world.fsck()).toEqual([]);
});

test('what is never sent is given back after an hour, and with its file', async () => {
	const small = await world.newUploader(1000);
	const [one, two] = [await small.upload('1.jpg', hello), await small.upload('2.jpg', hello)];
	const sign = (versionId: string, bytes: number) =>
		small.can.signDerivatives({ derivatives: [preview(versionId, Buffer.alloc(bytes))] });
	await sign(one.versionId, 200);
	expect((await sign(two.versionId, 200)).derivatives[0]).toMatchObject({ code: 'quota_exceeded' });

	world.passSeconds(SURPLUS_CHECK_SECONDS + 1);
	await world.sweep();
	expect((await sign(two.versionId, 200)).derivatives[0]).toMatchObject({ outcome: 'send' });

	await small.does.trashEntries({ entryIds: [two.id] });
	await small.can.purgeTrash({});
	expect((await sign(one.versionId, 200)).derivatives[0]).toMatchObject({ outcome: 'send' });
	expect(await world.fsck()).toEqual([]);
});
