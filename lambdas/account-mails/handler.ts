import { wireAccountMails } from './wiring.ts';
import { writeAccountMail } from './write-account-mail.ts';

const deps = wireAccountMails();

interface CustomMessage {
	readonly response: object;
}

/** What Cognito calls before each mail of the user pool, and waits for. Nothing is logged: the event has the person's address. */
export function handler(event: CustomMessage): Promise<CustomMessage> {
	const mail = writeAccountMail(deps, event);
	return Promise.resolve({ ...event, response: { ...event.response, ...mail } });
}
