import { VaultError } from '../domain/vault-error.ts';
import { patienceWith, saidNothing, type Dependency, type LongCall } from '../runtime/patience.ts';

export interface CallOptions {
	readonly abortSignal: AbortSignal;
}

/**
 * One call of an AWS client with all its retries and the body of its answer, ended by its signal when
 * nothing can wait for it any longer. See [Note: One deadline]. Throws `unavailable` without asking where there is no time left.
 */
export async function patientCall<T>(
	dependency: Dependency,
	call: (options: CallOptions) => Promise<T>,
	long?: LongCall,
): Promise<T> {
	const withinMs = patienceWith(dependency, long);
	if (withinMs === 0) throw new VaultError('unavailable');
	const abortSignal = AbortSignal.timeout(Math.ceil(withinMs));
	try {
		return await call({ abortSignal });
	} catch (error) {
		if (abortSignal.aborted) saidNothing(dependency);
		throw error;
	}
}
