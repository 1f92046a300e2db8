/** For each try, in milliseconds; the deadline of the request ends them all: see [Note: One deadline]. */
export const REQUEST_TIMES = {
	connectionTimeout: 1000,
	requestTimeout: 4000,
	throwOnRequestTimeout: true,
} as const;
