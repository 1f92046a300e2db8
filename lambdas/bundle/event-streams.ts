/**
 * Takes the place of the SDK's event streams in the functions' bundles. S3 has one operation that answers
 * by them, a query inside an object, and no function of ours asks for it.
 */
export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
	return config;
}

export function eventStreamSerdeProvider(): never {
	throw new Error('The bundle holds no event streams');
}

export function EventStreamSerde(): never {
	return eventStreamSerdeProvider();
}
