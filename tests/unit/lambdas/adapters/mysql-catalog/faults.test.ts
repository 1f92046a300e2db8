import { describe, expect, it } from 'vitest';
import {
	faultOf,
	isConnectionLost,
	isContention,
	isTableAbsent,
} from '../../../../../lambdas/adapters/mysql-catalog/faults.ts';
import { VaultError } from '../../../../../lambdas/domain/vault-error.ts';

/** As mysql2 throws what the server answered; a bundle of ours knows few names, so `code` says little. */
const answered = (errno: number, message = '') =>
	Object.assign(new Error(message), { code: `ER_${String(errno)}`, errno, sqlState: 'HY000' });

const onTheWay = (code: string) => Object.assign(new Error(code), { code, errno: -104 });

describe('an error of the database', () => {
	it.each([
		['too many connections', answered(1040), { lost: true, contention: false }],
		['a server that shuts down', answered(1053), { lost: true, contention: false }],
		['too many connections of a user', answered(1203), { lost: true, contention: false }],
		['a writer that became a reader', answered(1290), { lost: true, contention: false }],
		['a server in read-only mode', answered(1836), { lost: true, contention: false }],
		['a connection killed on MariaDB', answered(1927), { lost: true, contention: false }],
		['a session killed on MySQL', answered(3169), { lost: true, contention: false }],
		['a connection idle for too long', answered(4031), { lost: true, contention: false }],
		['no connection to borrow from RDS Proxy', answered(9501), { lost: false, contention: false }],
		['a fault of RDS Proxy itself', answered(1105), { lost: false, contention: false }],
		['a full table', answered(1114), { lost: false, contention: false }],
		['a full disk', answered(1021), { lost: false, contention: false }],
		['too little memory', answered(1037), { lost: false, contention: false }],
		['too little memory to sort', answered(1038), { lost: false, contention: false }],
		['a deadlock', answered(1213), { lost: false, contention: true }],
		['a lock that was not given', answered(1205), { lost: false, contention: true }],
		['a row that changed meanwhile', answered(1020), { lost: false, contention: true }],
		['a refused connection', onTheWay('ECONNREFUSED'), { lost: true, contention: false }],
		[
			'a broken connection',
			onTheWay('PROTOCOL_CONNECTION_LOST'),
			{ lost: true, contention: false },
		],
	])('that is %s is `unavailable`, and may be asked again', (_, error, { lost, contention }) => {
		const fault = faultOf(error);

		expect(fault).toBeInstanceOf(VaultError);
		expect(fault).toMatchObject({ code: 'unavailable', cause: error });
		expect([isConnectionLost(error), isConnectionLost(fault)]).toEqual([lost, lost]);
		expect([isContention(error), isContention(fault)]).toEqual([contention, contention]);
	});

	it('that is a taken name is `name_conflict`, and another key twice is a fault of ours', () => {
		const name = answered(1062, "Duplicate entry 'x' for key 'entries_name'");
		const id = answered(1062, "Duplicate entry 'x' for key 'PRIMARY'");

		expect(faultOf(name)).toMatchObject({ code: 'name_conflict' });
		expect(faultOf(id)).toBe(id);
	});

	it.each([answered(1064), answered(1146), new Error('anything'), 'text', undefined])(
		'that waiting does not mend is passed on: %s',
		(error) => {
			expect(faultOf(error)).toBe(error);
		},
	);

	it('that is a missing table is known before the first migration', () => {
		expect(isTableAbsent(answered(1146))).toBe(true);
		expect(isTableAbsent(answered(1064))).toBe(false);
	});
});
