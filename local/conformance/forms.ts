import assert from 'node:assert/strict';
import { assertRefused, assertStatus, required, type Probe } from './probe.ts';
import { FORM_CONTENT, FORM_TYPE, sendForm, signForm, type FormChanges } from './signed-form.ts';
import { sha256, type ConformanceTarget } from './target.ts';

/** A form with a change must be refused, after the same form without it was taken. */
function refuses(
	name: string,
	statuses: readonly number[],
	change: (target: ConformanceTarget, fields: Readonly<Record<string, string>>) => FormChanges,
	promises: Parameters<typeof signForm>[1] = {},
): Probe {
	return required(`refuses a form ${name}`, async (target) => {
		assertStatus(await sendForm(await signForm(target, promises)), 204);
		const form = await signForm(target, promises);
		const changes = change(target, form.fields);
		assertRefused(await sendForm(form, changes), statuses);
		for (const key of [form.key, changes.fields?.key]) {
			if (key === undefined) continue;
			assert.equal(await target.exists(key), false, 'the file was stored all the same');
		}
	});
}

/** Uploads of small files: one POST with a policy that fixes key, length, type and checksum. */
export const formProbes: readonly Probe[] = [
	required('stores a form sent as it was signed', async (target) => {
		const form = await signForm(target);
		assertStatus(await sendForm(form), 204);
		assert.equal((await target.read(form.key)).toString(), FORM_CONTENT);
	}),
	required('reports size, type, version and SHA-256 of what a form stored', async (target) => {
		const form = await signForm(target);
		assertStatus(await sendForm(form), 204);
		const head = await target.head(form.key);
		assert.equal(head.ContentLength, FORM_CONTENT.length);
		assert.equal(head.ContentType, FORM_TYPE);
		assert.ok(head.VersionId, 'there is no version id');
		assert.equal(head.ChecksumSHA256, sha256(FORM_CONTENT));
	}),
	required('stores a form with an empty file', async (target) => {
		const form = await signForm(target, { content: '' });
		assertStatus(await sendForm(form), 204);
		const head = await target.head(form.key);
		assert.deepEqual([head.ContentLength, head.ChecksumSHA256], [0, sha256('')]);
	}),
	required('stores a form that is sent twice as two versions of the same bytes', async (target) => {
		const form = await signForm(target);
		assertStatus(await sendForm(form), 204);
		const first = (await target.head(form.key)).VersionId;
		assertStatus(await sendForm(form), 204);
		assert.notEqual((await target.head(form.key)).VersionId, first);
		assert.equal((await target.read(form.key, first)).toString(), FORM_CONTENT);
	}),
	required('refuses a form that has expired', async (target) => {
		assertStatus(await sendForm(await signForm(target)), 204);
		const form = await signForm(target, { expiresInSeconds: -60 });
		assertRefused(await sendForm(form), [403]);
	}),
	refuses('with another key', [403], (target) => ({ fields: { key: target.newKey() } })),
	refuses('with another content type', [403], () => ({
		fields: { 'content-type': 'text/html' },
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
	// Without a checksum in the policy: it would refuse another length before the length itself does.
	refuses('with a longer file', [400], () => ({ content: `${FORM_CONTENT}!` }), {
		pinsChecksum: false,
	}),
	refuses('with a shorter file', [400], () => ({ content: FORM_CONTENT.slice(1) }), {
		pinsChecksum: false,
	}),
	refuses('with other bytes than its checksum says', [400], () => ({
		content: FORM_CONTENT.toUpperCase(),
	})),
	refuses('whose policy was changed', [403], (_, fields) => {
		const policy = Buffer.from(fields.Policy ?? '', 'base64').toString();
		const looser = policy.replace(FORM_TYPE, 'image/gif');
		assert.notEqual(looser, policy);
		return {
			fields: { Policy: Buffer.from(looser).toString('base64'), 'content-type': 'image/gif' },
		};
	}),
	refuses('whose checksum was exchanged with its bytes', [403], () => ({
		content: FORM_CONTENT.toUpperCase(),
		fields: { 'x-amz-checksum-sha256': sha256(FORM_CONTENT.toUpperCase()) },
	})),
];
