import type { Endpoint, ParsedRequestOf, ResponseOf } from '#contract/endpoint';
import type { Caller } from './caller.ts';

/** A verb of the product: what it needs, who asks, for what. Throws `VaultError`. */
export type UseCase<Deps, E extends Endpoint> = (
	deps: Deps,
	caller: Caller,
	input: ParsedRequestOf<E>,
) => Promise<ResponseOf<E>>;
