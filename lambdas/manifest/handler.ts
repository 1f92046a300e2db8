import { log } from '../runtime/log.ts';
import { wireManifest } from './wiring.ts';
import { writeManifests } from './write-manifests.ts';

const deps = wireManifest();

interface LambdaContext {
	getRemainingTimeInMillis(): number;
}

/** The manifest of a vault with a million files takes about a minute; what has not begun by then is for the next run, in milliseconds. */
const RESERVE_MS = 180_000;

export async function handler(_event: unknown, context: LambdaContext): Promise<object> {
	const hasTimeLeft = () => context.getRemainingTimeInMillis() > RESERVE_MS;
	const result = await writeManifests({ ...deps, hasTimeLeft });
	log.info('manifests written', { ...result });
	return { ...result };
}
