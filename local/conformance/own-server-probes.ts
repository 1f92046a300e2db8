import { GetObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import { MultipartUpload } from './multipart-upload.ts';
import { archive, eventsOf, own } from './own-probe.ts';
import { assertFails, assertRefused, assertStatus, type Probe } from './probe.ts';
import { FORM_CONTENT, sendForm, signForm } from './signed-form.ts';

const events: readonly Probe[] = [
	own(
		'tells of a PUT with the key encoded, size, version and sequencer',
		true,
		async (target, server) => {
			const key = target.newKey('a b+é.txt');
			const { versionId } = await target.put(key, 'four');
			const [record] = await eventsOf(server, key);
			assert.equal(record?.eventName, 'ObjectCreated:Put');
			assert.equal(record.s3.bucket.arn, `arn:aws:s3:::${target.bucket}`);
			const { sequencer, ...object } = record.s3.object;
			assert.match(sequencer, /^[0-9A-F]+$/);
			assert.deepEqual(object, {
				key: `${key.slice(0, -'a b+é.txt'.length)}a+b%2B%C3%A9.txt`,
				size: 4,
				eTag: '8cbad96aced40b3838dd9f07f6ef5772',
				versionId,
			});
		},
	),
	own('tells of a completed multipart upload once', true, async (target, server) => {
		const upload = await MultipartUpload.begin(target);
		await upload.complete([await upload.send(1, Buffer.from('part'))]);
		const records = await eventsOf(server, upload.key);
		assert.deepEqual(
			records.map((each) => each.eventName),
			['ObjectCreated:CompleteMultipartUpload'],
		);
	}),
	own('orders the events of one key by their sequencers', true, async (target, server) => {
		const key = target.newKey();
		const { versionId } = await target.put(key, '1');
		await target.put(key, '2');
		await target.remove(key);
		await target.remove(key, versionId);
		const records = await eventsOf(server, key);
		const inOrder = records.toSorted((a, b) =>
			a.s3.object.sequencer < b.s3.object.sequencer ? -1 : 1,
		);
		assert.deepEqual(
			inOrder.map((each) => each.eventName),
			[
				'ObjectCreated:Put',
				'ObjectCreated:Put',
				'ObjectRemoved:DeleteMarkerCreated',
				'ObjectRemoved:Delete',
			],
		);
	}),
	own('tells of a form once, and not of one that was refused', true, async (target, server) => {
		const form = await signForm(target);
		assertRefused(await sendForm(form, { content: FORM_CONTENT.toUpperCase() }), [400]);
		assertStatus(await sendForm(form), 204);
		const records = await eventsOf(server, form.key);
		assert.deepEqual(
			records.map((each) => each.eventName),
			['ObjectCreated:Post'],
		);
	}),
];

const lifecycle: readonly Probe[] = [
	own(
		'moves an object to its colder classes on the day its rule says',
		false,
		async (target, server) => {
			const key = target.newKey();
			await target.put(key, 'cooling');
			await server.advanceDays(29);
			assert.equal((await target.head(key)).StorageClass, undefined);
			await server.advanceDays(2);
			assert.equal((await target.head(key)).StorageClass, 'STANDARD_IA');
			await server.advanceDays(31);
			assert.equal((await target.head(key)).StorageClass, 'GLACIER');
			const names = (await eventsOf(server, key)).map((each) => each.eventName);
			assert.deepEqual(names, ['ObjectCreated:Put', 'LifecycleTransition', 'LifecycleTransition']);
		},
	),
	own('does not read out an archived object', false, async (target, server) => {
		const key = await archive(target, server);
		const read = new GetObjectCommand({ Bucket: target.bucket, Key: key });
		await assertFails(target.client.send(read), { codes: ['InvalidObjectState'], status: 403 });
	}),
	own('aborts an upload that stays unfinished', false, async (target, server) => {
		const upload = await MultipartUpload.begin(target);
		await server.advanceDays(9);
		const { Uploads } = await target.client.send(
			new ListMultipartUploadsCommand({ Bucket: target.bucket, Prefix: upload.key }),
		);
		assert.equal(Uploads?.length ?? 0, 0);
	}),
	own(
		'drops old versions and then the marker that hides nothing',
		false,
		async (target, server) => {
			const key = target.newKey();
			const { versionId } = await target.put(key, 'old');
			await target.remove(key);
			await server.advanceDays(9);
			await assertFails(target.read(key, versionId), { status: 404 });
			await server.advanceDays(1);
			const names = (await eventsOf(server, key)).map((each) => each.eventName);
			assert.deepEqual(names.slice(2), [
				'LifecycleExpiration:Delete',
				'LifecycleExpiration:Delete',
			]);
		},
	),
];

export const ownServerProbes: readonly Probe[] = [...events, ...lifecycle];
