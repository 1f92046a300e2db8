/* eslint-disable @typescript-eslint/no-deprecated -- the adapter's successor is a package of its own with the same code */
import { handle } from 'hono/aws-lambda';
import { httpApp } from './app.ts';
import type { Route } from './route.ts';

/** The handler of a function that answers requests of the API (payload 2.0). */
export function httpHandler(routes: readonly Route[]): ReturnType<typeof handle> {
	return handle(httpApp(routes));
}
