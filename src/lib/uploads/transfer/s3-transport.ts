import type { Form } from '#contract/uploads';
import { formBody } from './form-body';
import type { SignedPart, Transport } from './ports';
import { TransferError } from './transfer-error';

/**
 * Bodies up to here are handed over as bare bytes, in bytes: that is quickest, but the browser copies them
 * to its own process all at once, and the page waits. A Blob in memory is streamed there.
 */
const BARE_MAX_BYTES = 256 * 1024;

/** Straight from the browser to the bucket. */
export const s3Transport: Transport = {
	/**
	 * By fetch without a progress listener: a form's POST needs no preflight then, and small files
	 * are done before progress would show.
	 */
	async postForm(form: Form, bytes: ArrayBuffer, signal: AbortSignal): Promise<void> {
		const boundary = `cloudvault-${crypto.randomUUID()}`;
		const body = formBody(form.fields, bytes, boundary);
		const response = await fetch(form.url, {
			method: 'POST',
			headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
			body: bytes.byteLength > BARE_MAX_BYTES ? new Blob([body]) : body,
			signal,
		}).catch(() => {
			signal.throwIfAborted();
			throw new TransferError(0);
		});
		if (response.ok) return;
		throw new TransferError(response.status, TransferError.codeIn(await textOf(response)));
	},

	/** By XMLHttpRequest: fetch cannot tell how far a body has got. */
	putPart(part: SignedPart, bytes: Blob, { signal, onProgress }): Promise<void> {
		signal.throwIfAborted();
		const request = new XMLHttpRequest();
		const { promise, resolve, reject } = Promise.withResolvers<undefined>();
		const abort = () => request.abort();
		signal.addEventListener('abort', abort, { once: true });

		request.upload.onprogress = ({ loaded }) => onProgress(loaded);
		request.onload = () => {
			const { status, responseText } = request;
			if (status >= 200 && status < 300) resolve(undefined);
			else reject(new TransferError(status, TransferError.codeIn(responseText)));
		};
		request.onerror = () => reject(new TransferError(0));
		request.ontimeout = () => reject(new TransferError(0));
		request.onabort = () => reject(signal.reason as Error);

		request.open('PUT', part.url);
		for (const [name, value] of Object.entries(part.headers)) request.setRequestHeader(name, value);
		request.send(bytes);
		return promise.finally(() => signal.removeEventListener('abort', abort));
	},
};

/** An answer whose body breaks off still has its status. */
async function textOf(response: Response): Promise<string> {
	return response.text().catch(() => '');
}
