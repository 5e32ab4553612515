import { expect, test } from "vitest";
import { Rows } from "./rows";

const hour = 3600;
/** 8:00 to 18:00 of an ordinary day. */
const plain = new Rows("0=28800", 120);
/** A day from midnight on whose hour from 2:00 to 3:00 is jumped over. */
const spring = new Rows("0=0 24= 36=7200", 288);
/** One whose hour from 2:00 to 3:00 comes twice. */
const autumn = new Rows("0=0", 300);
/** An ordinary day beside that one: the second time is not its own. */
const beside = new Rows("0=0 36= 48=10800", 300);

test("A row is five minutes, and a time lies in the row that has begun", () => {
  expect(plain.at(0)).toBe(8 * hour);
  expect(plain.at(12)).toBe(9 * hour);
  expect(plain.rowOf(9 * hour)).toBe(12);
  expect(plain.rowOf(9 * hour + 299)).toBe(12);
  expect(plain.at(120)).toBeUndefined();
  expect(plain.end(120)).toBe(18 * hour);
  expect(plain.end(121)).toBeUndefined();
});

test("What is shorter than a quarter of an hour takes that much of the screen", () => {
  expect(plain.span(9 * hour, 9 * hour + 300)).toBe(3);
  expect(plain.span(9 * hour, 9 * hour + 1800)).toBe(6);
  expect(plain.span(9 * hour + 60, 9 * hour + 1860)).toBe(7);
});

test("A jumped hour has no times, and what follows is on its own rows", () => {
  expect(spring.at(23)).toBe(2 * hour - 300);
  expect(spring.at(24)).toBeUndefined();
  expect(spring.end(24)).toBe(2 * hour);
  expect(spring.at(30)).toBeUndefined();
  expect(spring.at(36)).toBe(2 * hour);
  expect(spring.rowOf(2 * hour)).toBe(36);
  expect(spring.next(30, 1)).toBe(2 * hour);
  expect(spring.next(30, -1)).toBe(2 * hour - 300);
});

test("An hour that comes twice has rows for both times; the days beside it lack the second", () => {
  expect(autumn.at(36)).toBe(3 * hour);
  expect(autumn.rowOf(4 * hour - 300)).toBe(47);
  expect(beside.at(40)).toBeUndefined();
  expect(beside.rowOf(3 * hour)).toBe(48);
  expect(beside.next(36, 1)).toBe(3 * hour);
});
