import type { File } from '#contract/entries';
import type { Call } from '$lib/api/call';
import { signedAddress } from '$lib/vault/download/signed-address';

/** As much of a text as is shown, in bytes: a browser lays out a megabyte at once, a gigabyte never. */
export const TEXT_SHOWN_MAX = 1024 * 1024;

export type TextPreview =
	| { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
	| { readonly kind: 'binary' };

/**
 * The beginning of a file as text. Bytes that only call themselves text are `binary`. Throws `ApiError`,
 * or what `fetch` throws.
 */
export async function readText(call: Call, file: File, signal: AbortSignal): Promise<TextPreview> {
	// An empty object has no first byte to ask for.
	if (file.sizeBytes === 0) return { kind: 'text', text: '', cut: false };
	const address = await signedAddress(
		call,
		{ entryId: file.id, versionId: file.versionId, as: 'attachment' },
		{ signal },
	);
	const range = `bytes=0-${String(TEXT_SHOWN_MAX - 1)}`;
	const response = await fetch(address, { signal, headers: { range } });
	if (!response.ok) throw new Error(`reading the text: status ${String(response.status)}`);
	return textOf(new Uint8Array(await response.arrayBuffer()), file.sizeBytes);
}

/** `bytes` are the beginning of a file of `sizeBytes`. */
export function textOf(bytes: Uint8Array, sizeBytes: number): TextPreview {
	const shown = bytes.subarray(0, TEXT_SHOWN_MAX);
	if (shown.includes(0)) return { kind: 'binary' };
	// Streaming: a character cut in two at the end is left out, not shown as broken.
	const text = new TextDecoder().decode(shown, { stream: true });
	return { kind: 'text', text, cut: shown.length < sizeBytes };
}
