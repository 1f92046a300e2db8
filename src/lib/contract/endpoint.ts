import type { GenericSchema, InferInput, InferOutput } from 'valibot';

/** The functions that answer requests; each is cut by what it may touch. */
type ApiFunction =
	| 'vault'
	| 'uploads'
	| 'downloads'
	| 'restores'
	| 'derivatives'
	| 'purge'
	| 'notifications'
	| 'invitations'
	| 'health'
	| 'databaseHealth';

/**
 * One request of the API. GET carries its fields in the query string, POST in a JSON body; both are
 * parsed with `request`, and the answer with `response`.
 */
export interface Endpoint<
	Request extends GenericSchema = GenericSchema,
	Response extends GenericSchema = GenericSchema,
> {
	/** The verb: also the name of the use case, of its file in kebab case and of the client's function. */
	readonly name: string;
	readonly function: ApiFunction;
	readonly method: 'GET' | 'POST';
	readonly path: `/${string}`;
	/** Absent: for everybody who is signed in. `owners` are the owners of the whole stage, not of one vault. */
	readonly onlyFor?: 'owners';
	readonly request: Request;
	readonly response: Response;
}

/** What a caller writes. */
export type RequestOf<E extends Endpoint> = InferInput<E['request']>;
/** What the function reads, after parsing. */
export type ParsedRequestOf<E extends Endpoint> = InferOutput<E['request']>;
export type ResponseOf<E extends Endpoint> = InferOutput<E['response']>;

export function endpoint<const E extends Endpoint>(value: E): E {
	return value;
}
