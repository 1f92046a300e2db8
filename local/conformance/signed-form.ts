import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { rawRequest, type RawResponse } from './raw-request.ts';
import { sha256, type ConformanceTarget } from './target.ts';

export const FORM_CONTENT = 'ten bytes!';
export const FORM_TYPE = 'image/png';

/** A form for one small file, as the product signs it. */
export interface SignedForm {
	readonly url: string;
	readonly key: string;
	readonly fields: Readonly<Record<string, string>>;
	/** What its policy allows. */
	readonly content: string;
}

interface FormPromises {
	readonly content?: string;
	readonly expiresInSeconds?: number;
	/** False for a policy that says nothing of a checksum: its other conditions then stand alone. */
	readonly pinsChecksum?: boolean;
	/** Further fields, each exact. */
	readonly fields?: Readonly<Record<string, string>>;
}

/** Key, length, type and, unless `pinsChecksum` is false, SHA-256 are all exact. */
export async function signForm(
	target: ConformanceTarget,
	promises: FormPromises = {},
): Promise<SignedForm> {
	const { content = FORM_CONTENT, expiresInSeconds = 900, pinsChecksum = true } = promises;
	const key = target.newKey();
	const sizeBytes = Buffer.byteLength(content);
	const fields: Record<string, string> = {
		'content-type': FORM_TYPE,
		success_action_status: '204',
		...promises.fields,
	};
	if (pinsChecksum) {
		fields['x-amz-checksum-algorithm'] = 'SHA256';
		fields['x-amz-checksum-sha256'] = sha256(content);
	}
	// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the form signer brings its own release of the client; the two are the same shape
	const signed = await createPresignedPost(target.client, {
		Bucket: target.bucket,
		Key: key,
		Fields: fields,
		Conditions: [
			['content-length-range', sizeBytes, sizeBytes],
			...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
		],
		Expires: expiresInSeconds,
	});
	// The product sends its forms to the bucket with a slash at its end.
	return { url: `${signed.url.replace(/\/$/, '')}/`, key, fields: signed.fields, content };
}

export interface FormChanges {
	readonly fields?: Readonly<Record<string, string>>;
	/** A field that is left out. */
	readonly without?: string;
	readonly content?: string;
}

/** Sends a form, as it was signed or with a part of it exchanged. */
export async function sendForm(
	form: SignedForm,
	changes: FormChanges = {},
	headers: Readonly<Record<string, string>> = {},
): Promise<RawResponse> {
	const data = new FormData();
	for (const [name, value] of Object.entries({ ...form.fields, ...changes.fields })) {
		if (name !== changes.without) data.set(name, value);
	}
	data.set('file', new Blob([changes.content ?? form.content]), 'file');
	const encoded = new Response(data);
	const body = Buffer.from(await encoded.arrayBuffer());
	return rawRequest(form.url, {
		method: 'POST',
		headers: {
			...headers,
			'content-type': encoded.headers.get('content-type') ?? '',
			'content-length': String(body.length),
		},
		body,
	});
}
