import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import assert from 'node:assert/strict';
import { assertRefused, assertStatus, required, type Probe } from './probe.ts';
import { rawRequest, type RawResponse } from './raw-request.ts';
import { sha256, type Target } from './target.ts';

const CONTENT = 'ten bytes!';

interface SignedForm {
	readonly url: string;
	readonly key: string;
	readonly fields: Readonly<Record<string, string>>;
}

/** A form as the product signs it: key, length, type and checksum are all fixed. */
async function signForm(target: Target, expiresInSeconds = 900): Promise<SignedForm> {
	const key = target.newKey();
	const fields = {
		'Content-Type': 'image/png',
		'x-amz-checksum-sha256': sha256(CONTENT),
		'x-amz-checksum-algorithm': 'SHA256',
		success_action_status: '201',
	};
	// The form signer brings its own release of the client; the two are the same shape.
	// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
	const signed = await createPresignedPost(target.client, {
		Bucket: target.bucket,
		Key: key,
		Fields: fields,
		Conditions: [
			['content-length-range', CONTENT.length, CONTENT.length],
			...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
		],
		Expires: expiresInSeconds,
	});
	return { url: signed.url, key, fields: signed.fields };
}

interface FormChanges {
	readonly fields?: Readonly<Record<string, string>>;
	readonly without?: string;
	readonly content?: string;
	/** Fields that follow the file. */
	readonly after?: Readonly<Record<string, string>>;
}

async function sendForm(form: SignedForm, changes: FormChanges = {}): Promise<RawResponse> {
	const data = new FormData();
	for (const [name, value] of Object.entries({ ...form.fields, ...changes.fields })) {
		if (name !== changes.without) data.set(name, value);
	}
	data.set('file', new Blob([changes.content ?? CONTENT]), 'photo.png');
	for (const [name, value] of Object.entries(changes.after ?? {})) data.set(name, value);
	const encoded = new Response(data);
	const body = Buffer.from(await encoded.arrayBuffer());
	return rawRequest(form.url, {
		method: 'POST',
		headers: {
			'content-type': encoded.headers.get('content-type') ?? '',
			'content-length': String(body.length),
		},
		body,
	});
}

function refuses(
	name: string,
	statuses: readonly number[],
	change: (form: SignedForm, target: Target) => FormChanges,
): Probe {
	return required(`refuses a form ${name}`, async (target) => {
		const form = await signForm(target);
		const changes = change(form, target);
		assertRefused(await sendForm(form, changes), statuses);
		for (const key of [form.key, changes.fields?.key]) {
			if (key === undefined) continue;
			assert.equal(await target.exists(key), false, 'the file was stored all the same');
		}
	});
}

export const postPolicyProbes: readonly Probe[] = [
	required('stores a form sent as it was signed', async (target) => {
		const form = await signForm(target);
		const answer = await sendForm(form);
		assertStatus(answer, 201);
		assert.ok(answer.headers.etag, 'the answer has no ETag');
		assert.ok(answer.headers['x-amz-version-id'], 'the answer has no version id');
		assert.equal((await target.read(form.key)).toString(), CONTENT);
	}),
	required('refuses a form that has expired', async (target) => {
		const form = await signForm(target, -60);
		assertRefused(await sendForm(form), [403]);
	}),
	refuses('with another key', [403], (_, target) => ({ fields: { key: target.newKey() } })),
	refuses('with another content type', [403], () => ({
		fields: { 'Content-Type': 'text/html' },
	})),
	refuses('with a field that its policy does not name', [403], () => ({
		fields: { 'x-amz-meta-owner': 'mallory' },
	})),
	refuses('that asks for a public object', [400, 403], () => ({
		fields: { acl: 'public-read' },
	})),
	refuses('without a field that its policy fixes', [403], () => ({
		without: 'x-amz-checksum-sha256',
	})),
	refuses('without its signature', [400, 403], () => ({ without: 'X-Amz-Signature' })),
	refuses('with a longer file', [400], () => ({ content: `${CONTENT}!` })),
	refuses('with a shorter file', [400], () => ({ content: CONTENT.slice(1) })),
	refuses('with other bytes than its checksum says', [400], () => ({
		content: CONTENT.toUpperCase(),
	})),
	refuses('whose policy was changed', [403], (form) => {
		const policy = Buffer.from(form.fields.Policy ?? '', 'base64').toString();
		const looser = policy.replace('image/png', 'image/gif');
		assert.notEqual(looser, policy);
		return {
			fields: {
				Policy: Buffer.from(looser).toString('base64'),
				'Content-Type': 'image/gif',
			},
		};
	}),
	refuses('whose checksum was exchanged with its bytes', [403], () => ({
		content: 'TEN BYTES!',
		fields: { 'x-amz-checksum-sha256': sha256('TEN BYTES!') },
	})),
];
