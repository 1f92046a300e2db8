import * as contract from '#contract/notifications';
import { httpHandler } from '../http/http-handler.ts';
import { serve } from '../http/route.ts';
import { getNotifications } from './get-notifications.ts';
import { setNotifications } from './set-notifications.ts';
import { wireNotifications } from './wiring.ts';

const deps = wireNotifications();

export const handler = httpHandler(
	[
		serve(contract.getNotifications, getNotifications, deps),
		serve(contract.setNotifications, setNotifications, deps),
	],
	{ shares: deps.catalog.shares },
);
