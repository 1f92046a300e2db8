import { derivativeAddress } from '#contract/derivatives';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStack, type Stack } from '../../support/stack.ts';
import { post } from '../../support/uploader.ts';
import { VaultClient } from '../../support/vault-client.ts';

const picture = Buffer.from('a picture, says its sender');
let stack: Stack;
let ann: VaultClient;
let bob: VaultClient;
let versionId: string;

beforeAll(async () => {
	stack = await startStack({ site: true });
	ann = new VaultClient(stack, await stack.createUser());
	bob = new VaultClient(stack, await stack.createUser());
	await bob.open();
	versionId = await storePicture(ann);
});
afterAll(async () => {
	await stack.close();
});

async function storePicture(vault: VaultClient): Promise<string> {
	const { rootId } = await vault.open();
	const file = await vault.upload(rootId, 'beach.jpg', Buffer.from('an original'));
	const name = { versionId: file.versionId, kind: 'thumb' };
	const { derivatives } = await vault.call<{
		derivatives: [{ form: { url: string; fields: Record<string, string> } }];
	}>('signDerivatives', {
		derivatives: [
			{
				...name,
				sizeBytes: picture.length,
				sha256: createHash('sha256').update(picture).digest('base64'),
				contentType: 'image/webp',
			},
		],
	});
	await post(derivatives[0].form, picture);
	await vault.call('recordDerivatives', { derivatives: [name] });
	return file.versionId;
}

/** Where a person's browser looks for the thumbnail of Ann's picture. */
async function addressFor(vault: VaultClient): Promise<string> {
	const opened = await vault.call<{ addressTemplate: string }>('openDerivatives', {});
	return derivativeAddress(opened.addressTemplate, { versionId, kind: 'thumb' });
}

describe('a thumbnail', () => {
	test('comes from the site itself, as a picture that can do nothing', async () => {
		const address = await addressFor(ann);

		const answer = await fetch(address);

		expect(new URL(address).origin).toBe(stack.siteUrl);
		expect(answer.status).toBe(200);
		expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture);
		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'image/webp',
			'content-security-policy': "default-src 'none'; sandbox",
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, max-age=900, immutable',
		});
	});

	test("of another person stays closed, whatever is changed in one's own address", async () => {
		const [anns, bobs] = await Promise.all([addressFor(ann), addressFor(bob)]);
		const { pathname } = new URL(anns);
		const withBobsSignature = new URL(pathname + new URL(bobs).search, stack.siteUrl);
		const bare = new URL(pathname, stack.siteUrl);
		const around = new URL(bobs.replace('/thumb', `/../../..${pathname}`));

		const answers = await Promise.all([withBobsSignature, bare, around].map((url) => fetch(url)));

		expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
	});

	test('can be read by its address, and nothing else', async () => {
		const address = await addressFor(ann);

		const answers = await Promise.all([
			fetch(address, { method: 'POST', body: 'x' }),
			fetch(address, { method: 'DELETE' }),
		]);

		expect(answers.map(({ status }) => status)).toEqual([403, 403]);
	});

	test('is gone with its file', async () => {
		const address = await addressFor(ann);
		const { rootId } = await ann.open();
		const { entries } = await ann.call<{ entries: { id: string }[] }>('listFolder', {
			folderId: rootId,
		});
		const entryIds = entries.map(({ id }) => id);

		await ann.trash(entryIds);
		await ann.call('purgeEntries', { entryIds });

		expect((await fetch(address)).status).toBe(403);
	});
});
