import { ApiError } from './api-error';

/** A part of the site that is loaded when it is needed. Throws `ApiError`, `offline`, where it does not come. */
export async function loaded<Module>(module: Promise<Module>): Promise<Module> {
	try {
		return await module;
	} catch (cause) {
		throw new ApiError('offline', { cause });
	}
}
