import { appendFileSync, closeSync, mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogFile, rotateWhenFull } from '../../../src/platform/embedded-postgres/log-file.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'threefold-log-'));
  path = join(folder, 'postgres.log');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the server's log", () => {
  it('is left alone until it is full', () => {
    writeFileSync(path, '12345');
    rotateWhenFull(path, 5);
    expect(readFileSync(path, 'utf8')).toBe('12345');
  });

  it('moves to .1 when it is full, and an open writer goes on in the empty file', () => {
    const log = openLogFile(path);
    writeSync(log.descriptor, 'before');
    rotateWhenFull(path, 5);
    writeSync(log.descriptor, 'after');
    log.stopRotating();
    closeSync(log.descriptor);
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('before');
    expect(readFileSync(path, 'utf8')).toBe('after');
  });

  it('never takes more than two files', () => {
    for (const text of ['first run', 'second run', 'third run']) {
      appendFileSync(path, text);
      rotateWhenFull(path, 5);
    }
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('third run');
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('that is gone ends nothing', () => {
    expect(() => rotateWhenFull(join(folder, 'missing.log'), 5)).not.toThrow();
  });
});
