/** What a page says; it has the same words in src/lib/vault/download/worker-save.ts, as it is a program of its own. */
interface Ask {
	readonly kind: 'save';
	readonly id: string;
	readonly name: string;
}

type FromPage =
	| { readonly kind: 'chunk'; readonly bytes: Uint8Array<ArrayBuffer> }
	| { readonly kind: 'end' }
	| { readonly kind: 'fail' };

interface Saving {
	readonly name: string;
	/** To the page that has the bytes. */
	readonly port: MessagePort;
}

const FOLDER = '/save/';
const savings = new Map<string, Saving>();

/** A page wants to save what it makes as it goes, such as a zip. */
export function hearSaving({ data, ports: [port] }: Pick<MessageEvent, 'data' | 'ports'>): void {
	if (!isAsk(data) || port === undefined) return;
	savings.set(data.id, { name: data.name, port });
	port.postMessage({ kind: 'ready' });
}

/** The download of such a page; undefined for every other address. Each is given once. */
export function savingAt({ pathname }: URL): Response | undefined {
	const id = pathname.startsWith(FOLDER) ? pathname.slice(FOLDER.length) : '';
	const saving = savings.get(id);
	savings.delete(id);
	return saving && answer(saving);
}

/** Pulled, so that no more than a piece is here: the page reads as fast as the disk takes it. */
function answer({ name, port }: Saving): Response {
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			const { promise, resolve } = Promise.withResolvers<undefined>();
			port.onmessage = ({ data }: MessageEvent<FromPage>) => {
				if (data.kind === 'chunk') controller.enqueue(data.bytes);
				else if (data.kind === 'end') controller.close();
				else controller.error(new Error('the page has given up'));
				resolve(undefined);
			};
			port.postMessage({ kind: 'pull' });
			return promise;
		},
		cancel() {
			port.postMessage({ kind: 'cancel' });
		},
	});
	return new Response(body, {
		headers: {
			'content-type': 'application/octet-stream',
			'content-disposition': `attachment; filename*=UTF-8''${encoded(name)}`,
			'x-content-type-options': 'nosniff',
		},
	});
}

/** RFC 8187: as in an address, and without the four characters that only addresses may have. */
function encoded(name: string): string {
	return encodeURIComponent(name).replace(
		/['()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function isAsk(data: unknown): data is Ask {
	return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'save';
}
