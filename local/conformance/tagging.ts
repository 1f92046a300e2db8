import {
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateMultipartUploadCommand,
	DeleteObjectTaggingCommand,
	GetObjectTaggingCommand,
	PutObjectCommand,
	PutObjectTaggingCommand,
	UploadPartCommand,
	type Tag,
} from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { archive, own } from './own-probe.ts';
import { assertFails, assertRefused, assertStatus, required, type Probe } from './probe.ts';
import { sendForm, signForm } from './signed-form.ts';
import type { ConformanceTarget } from './target.ts';

const SOON = [{ Key: 'freeze', Value: 'soon' }];
const SOON_DOCUMENT =
	'<Tagging><TagSet><Tag><Key>freeze</Key><Value>soon</Value></Tag></TagSet></Tagging>';

async function tagsOf(
	{ client, bucket }: ConformanceTarget,
	key: string,
	versionId?: string,
): Promise<Tag[]> {
	const command = new GetObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: versionId });
	return (await client.send(command)).TagSet ?? [];
}

async function setTags(
	{ client, bucket }: ConformanceTarget,
	key: string,
	{ tags, versionId }: { readonly tags: Tag[]; readonly versionId?: string | undefined },
): Promise<void> {
	await client.send(
		new PutObjectTaggingCommand({
			Bucket: bucket,
			Key: key,
			VersionId: versionId,
			Tagging: { TagSet: tags },
		}),
	);
}

async function putTagged(target: ConformanceTarget, tagging: string): Promise<string> {
	const Key = target.newKey();
	await target.client.send(
		new PutObjectCommand({ Bucket: target.bucket, Key, Body: 'tagged', Tagging: tagging }),
	);
	return Key;
}

export const taggingProbes: readonly Probe[] = [
	required('stores a form with its tags', async (target) => {
		const form = await signForm(target, { fields: { tagging: SOON_DOCUMENT } });
		assertStatus(await sendForm(form), 204);
		assert.deepEqual(await tagsOf(target, form.key), SOON);
	}),
	required('refuses a form whose tags are not those of its policy', async (target) => {
		const form = await signForm(target, { fields: { tagging: SOON_DOCUMENT } });
		const other = SOON_DOCUMENT.replace('soon', 'late');
		assertRefused(await sendForm(form, { fields: { tagging: other } }), [403]);
		assert.equal(await target.exists(form.key), false);
		const untagged = await signForm(target);
		assertRefused(await sendForm(untagged, { fields: { tagging: SOON_DOCUMENT } }), [403]);
	}),
	required('stores an upload in parts with its tags', async (target) => {
		const at = { Bucket: target.bucket, Key: target.newKey() };
		const { UploadId } = await target.client.send(
			new CreateMultipartUploadCommand({ ...at, Tagging: 'freeze=soon' }),
		);
		const { ETag } = await target.client.send(
			new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'part' }),
		);
		await target.client.send(
			new CompleteMultipartUploadCommand({
				...at,
				UploadId,
				MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
			}),
		);
		assert.deepEqual(await tagsOf(target, at.Key), SOON);
	}),
	required('counts tags in HEAD, and says nothing where there are none', async (target) => {
		const key = await putTagged(target, 'a=1&b=%2F%20x');
		assert.equal((await target.head(key)).TagCount, 2);
		assert.deepEqual(await tagsOf(target, key), [
			{ Key: 'a', Value: '1' },
			{ Key: 'b', Value: '/ x' },
		]);
		await setTags(target, key, { tags: [] });
		assert.equal((await target.head(key)).TagCount, undefined);
	}),
	required('replaces and removes the tags of the version named', async (target) => {
		const key = target.newKey();
		const { versionId } = await target.put(key, 'first');
		await target.put(key, 'second');
		await setTags(target, key, { tags: SOON, versionId });
		assert.deepEqual(await tagsOf(target, key), []);
		assert.deepEqual(await tagsOf(target, key, versionId), SOON);
		const at = { Bucket: target.bucket, Key: key, VersionId: versionId };
		await target.client.send(new DeleteObjectTaggingCommand(at));
		assert.deepEqual(await tagsOf(target, key, versionId), []);
		assert.equal((await target.read(key, versionId)).toString(), 'first');
	}),
	required('refuses tags it could not keep', async (target) => {
		const key = await putTagged(target, 'a=1');
		const eleven = Array.from({ length: 11 }, (_, i) => ({ Key: String(i), Value: '' }));
		const tooMany = setTags(target, key, { tags: eleven });
		await assertFails(tooMany, { codes: ['BadRequest', 'InvalidTag'], status: 400 });
		const twice = setTags(target, key, { tags: [...SOON, ...SOON] });
		await assertFails(twice, { codes: ['InvalidTag'], status: 400 });
		assert.deepEqual(await tagsOf(target, key), [{ Key: 'a', Value: '1' }]);
	}),
	required('answers 404 to tags of what is not there', async (target) => {
		const absent = tagsOf(target, target.newKey());
		await assertFails(absent, { codes: ['NoSuchKey'], status: 404 });
	}),
	required('copies tags, unless told others', async (target) => {
		const key = await putTagged(target, 'a=1');
		const at = { Bucket: target.bucket, CopySource: `${target.bucket}/${key}` };
		const same = target.newKey();
		await target.client.send(new CopyObjectCommand({ ...at, Key: same }));
		assert.deepEqual(await tagsOf(target, same), [{ Key: 'a', Value: '1' }]);
		const other = target.newKey();
		await target.client.send(
			new CopyObjectCommand({ ...at, Key: other, TaggingDirective: 'REPLACE', Tagging: 'b=2' }),
		);
		assert.deepEqual(await tagsOf(target, other), [{ Key: 'b', Value: '2' }]);
	}),
	own('applies a lifecycle rule to what carries its tag', true, async (target, server) => {
		const tagged = await putTagged(target, 'freeze=soon&x=y');
		const late = await putTagged(target, 'freeze=late');
		const taken = await putTagged(target, 'freeze=soon');
		await setTags(target, taken, { tags: [] });
		const given = await putTagged(target, '');
		await setTags(target, given, { tags: SOON });
		await server.advanceDays(3);
		const classes = [];
		for (const key of [tagged, late, taken, given]) {
			classes.push((await target.head(key)).StorageClass);
		}
		assert.deepEqual(classes, ['GLACIER', undefined, undefined, 'GLACIER']);
	}),
	own('takes tags of an archived object, and leaves it there', true, async (target, server) => {
		const key = await archive(target, server);
		await setTags(target, key, { tags: SOON });
		assert.deepEqual(await tagsOf(target, key), SOON);
		assert.equal((await target.head(key)).StorageClass, 'GLACIER');
	}),
];
