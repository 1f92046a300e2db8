import * as contract from '#contract/notifications';
import { httpHandler } from '../http/handler.ts';
import { serve } from '../http/route.ts';
import { getNotifications } from '../usecases/get-notifications.ts';
import { setNotifications } from '../usecases/set-notifications.ts';
import { wireNotifications } from '../wiring/notifications.ts';

const deps = wireNotifications();

export const handler = httpHandler([
	serve(contract.getNotifications, getNotifications, deps),
	serve(contract.setNotifications, setNotifications, deps),
]);
