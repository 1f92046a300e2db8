import type { Call } from '$lib/api/call';
import { exclusively } from '$lib/concurrency/exclusively';
import { DerivativeQueue } from '$lib/derivatives/derivative-queue';
import { vaultOriginals } from '$lib/derivatives/originals';
import { WorkerDrawer } from '$lib/derivatives/picture-drawer';
import { BrowserUndrawable } from '$lib/derivatives/undrawable';
import { vaultDerivatives } from '$lib/derivatives/vault-derivatives';
import { s3Transport } from '$lib/uploads/transfer/s3-transport';
import { seenMediaOf } from '$lib/vault/facts/seen-media';
import type { OtherTabs } from '$lib/vault/other-tabs';

/** The pictures this tab draws, of what it uploads and of what it shows. Other tabs read theirs again when all are drawn. */
export function createDerivatives(call: Call, otherTabs: OtherTabs): DerivativeQueue {
	const derivatives = new DerivativeQueue({
		drawer: new WorkerDrawer(),
		api: vaultDerivatives(call),
		originals: vaultOriginals(call),
		undrawable: new BrowserUndrawable(),
		saw: (file, source) => void seenMediaOf(call).saw(file, source),
		glanced: (file) => seenMediaOf(call).glanced(file),
		exclusively,
		post: (form, bytes, signal) => s3Transport.postForm(form, bytes, signal),
	});
	derivatives.listen({ settled: () => otherTabs.tell() });
	return derivatives;
}
