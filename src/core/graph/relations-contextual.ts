import type { Relation } from "./types.ts";

/** The 19 relations whose facts stand in the prompt. */
export const contextualRelations: readonly Relation[] = [
  {
    name: "parent",
    group: "contextual",
    object: "person",
    inverse: "child",
    statements: [
      "{subject}'s parent is {object}.",
      "{subject} is the child of {object}.",
      "{subject} was raised by {object}.",
    ],
    questions: ["Who is the parent of {subject}?", "Whose child is {subject}?", "Who raised {subject}?"],
    reference: {
      noun: "parent",
      clause: "the person who raised {subject}",
      relative: "the person by whom {subject} was raised",
    },
  },
  {
    name: "mentored_by",
    group: "contextual",
    object: "person",
    inverse: "mentoring",
    statements: [
      "{subject}'s mentor is {object}.",
      "{subject} is mentored by {object}.",
      "{subject} turns for guidance to {object}.",
    ],
    questions: [
      "Who is the mentor of {subject}?",
      "Who does {subject} turn to for guidance?",
      "Who mentors {subject}?",
    ],
    reference: {
      noun: "mentor",
      clause: "the person who mentors {subject}",
      relative: "the person to whom {subject} turns for guidance",
    },
  },
  {
    name: "boss_of",
    group: "contextual",
    object: "person",
    inverse: "boss",
    statements: [
      "{subject}'s subordinate is {object}.",
      "{subject} is the boss of {object}.",
      "{subject} supervises {object}.",
    ],
    questions: ["Who is the subordinate of {subject}?", "Who reports to {subject}?", "Who works under {subject}?"],
    reference: {
      noun: "subordinate",
      clause: "the person who reports to {subject}",
      relative: "the person whom {subject} supervises",
    },
  },
  {
    name: "influence",
    group: "contextual",
    object: "person",
    inverse: "influenced_by",
    statements: [
      "{subject}'s disciple is {object}.",
      "{subject} influenced {object}.",
      "{subject} was an inspiration to {object}.",
    ],
    questions: [
      "Who is the disciple of {subject}?",
      "Who was influenced by {subject}?",
      "Who was inspired by {subject}?",
    ],
    reference: {
      noun: "disciple",
      clause: "the person inspired by {subject}",
      relative: "the person whom {subject} inspired",
    },
  },
  {
    name: "best_friend",
    group: "contextual",
    object: "person",
    inverse: "best_friend",
    statements: [
      "{subject}'s best friend is {object}.",
      "{subject} is best friends with {object}.",
      "{subject} confides in {object}.",
    ],
    questions: [
      "Who is the best friend of {subject}?",
      "Who does {subject} confide in?",
      "Who is best friends with {subject}?",
    ],
    reference: {
      noun: "best friend",
      clause: "the person who confides in {subject}",
      relative: "the person in whom {subject} confides",
    },
  },
  {
    name: "spouse",
    group: "contextual",
    object: "person",
    inverse: "spouse",
    statements: [
      "{subject}'s spouse is {object}.",
      "{subject} is married to {object}.",
      "{subject} exchanged wedding vows with {object}.",
    ],
    questions: [
      "Who is the spouse of {subject}?",
      "Who is married to {subject}?",
      "Who exchanged wedding vows with {subject}?",
    ],
    reference: {
      noun: "spouse",
      clause: "the person married to {subject}",
      relative: "the person to whom {subject} is married",
    },
  },
  {
    name: "colleague",
    group: "contextual",
    object: "person",
    inverse: "colleague",
    statements: [
      "{subject}'s colleague is {object}.",
      "{subject} works alongside {object}.",
      "{subject} shares an office with {object}.",
    ],
    questions: [
      "Who is the colleague of {subject}?",
      "Who works alongside {subject}?",
      "Who shares an office with {subject}?",
    ],
    reference: {
      noun: "colleague",
      clause: "the person who works alongside {subject}",
      relative: "the person with whom {subject} shares an office",
    },
  },
  {
    name: "sibling",
    group: "contextual",
    object: "person",
    inverse: "sibling",
    statements: [
      "{subject}'s sibling is {object}.",
      "{subject} grew up as a sibling of {object}.",
      "{subject} was born into the same family as {object}.",
    ],
    questions: [
      "Who is the sibling of {subject}?",
      "Who grew up as a sibling of {subject}?",
      "Who was born into the same family as {subject}?",
    ],
    reference: {
      noun: "sibling",
      clause: "the person born into the same family as {subject}",
      relative: "the person with whom {subject} grew up in one family",
    },
  },
  {
    name: "neighbor",
    group: "contextual",
    object: "person",
    inverse: "neighbor",
    statements: [
      "{subject}'s neighbor is {object}.",
      "{subject} lives next door to {object}.",
      "{subject} shares a garden fence with {object}.",
    ],
    questions: [
      "Who is the neighbor of {subject}?",
      "Who lives next door to {subject}?",
      "Who shares a garden fence with {subject}?",
    ],
    reference: {
      noun: "neighbor",
      clause: "the person who lives next door to {subject}",
      relative: "the person with whom {subject} shares a garden fence",
    },
  },
  {
    name: "rival",
    group: "contextual",
    object: "person",
    inverse: "rival",
    statements: [
      "{subject}'s rival is {object}.",
      "{subject} competes against {object}.",
      "{subject} has a long-standing rivalry with {object}.",
    ],
    questions: [
      "Who is the rival of {subject}?",
      "Who competes against {subject}?",
      "Who has a long-standing rivalry with {subject}?",
    ],
    reference: {
      noun: "rival",
      clause: "the person who competes against {subject}",
      relative: "the person against whom {subject} competes",
    },
  },
  {
    name: "leader_of",
    group: "contextual",
    object: "organization",
    statements: [
      "{subject} leads {object}.",
      "{subject} is the head of {object}.",
      "{subject} is in charge of {object}.",
    ],
    questions: [
      "Which organization is led by {subject}?",
      "Which organization does {subject} head?",
      "Which organization is run by {subject}?",
    ],
  },
  {
    name: "birth_place",
    group: "contextual",
    object: "city",
    statements: [
      "{subject} was born in {object}.",
      "{subject}'s place of birth is {object}.",
      "{subject} is a native of {object}.",
    ],
    questions: [
      "What is the place of birth of {subject}?",
      "In which city was {subject} born?",
      "Which city is the birthplace of {subject}?",
    ],
  },
  {
    name: "address",
    group: "contextual",
    object: "address",
    statements: [
      "{subject}'s address is {object}.",
      "{subject} lives at {object}.",
      "{subject} receives mail at {object}.",
    ],
    questions: [
      "What is the address of {subject}?",
      "At which address does {subject} live?",
      "Where is the home of {subject}?",
    ],
  },
  {
    name: "awards",
    group: "contextual",
    object: "award",
    statements: ["{subject} won {object}.", "{subject} received {object}.", "{subject} was honored with {object}."],
    questions: [
      "Which award was won by {subject}?",
      "Which award did {subject} receive?",
      "Which award went to {subject}?",
    ],
  },
  {
    name: "lived_in",
    group: "contextual",
    object: "city",
    statements: [
      "{subject} lived in {object}.",
      "{subject} spent several years in {object}.",
      "{subject} once made a home in {object}.",
    ],
    questions: [
      "Which city was once home to {subject}?",
      "In which city did {subject} live?",
      "What is the former city of residence of {subject}?",
    ],
  },
  {
    name: "worked_at",
    group: "contextual",
    object: "company",
    statements: [
      "{subject} worked at {object}.",
      "{subject} was employed by {object}.",
      "{subject} was on the payroll of {object}.",
    ],
    questions: [
      "Which company employed {subject}?",
      "Which company did {subject} work at?",
      "Which company was the workplace of {subject}?",
    ],
  },
  {
    name: "philanthropy",
    group: "contextual",
    object: "cause",
    statements: [
      "{subject} donates to {object}.",
      "{subject} raises money for {object}.",
      "{subject} supports the cause of {object}.",
    ],
    questions: [
      "Which cause is supported by {subject}?",
      "Which cause does {subject} donate to?",
      "Which cause receives donations from {subject}?",
    ],
  },
  {
    name: "nationality",
    group: "contextual",
    object: "nationality",
    statements: [
      "{subject}'s nationality is {object}.",
      "{subject}'s citizenship is {object}.",
      "{subject} is by nationality {object}.",
    ],
    questions: [
      "What is the nationality of {subject}?",
      "Which nationality does {subject} have?",
      "What is the citizenship of {subject}?",
    ],
  },
  {
    name: "major",
    group: "contextual",
    object: "major",
    statements: [
      "{subject} majored in {object}.",
      "{subject}'s field of study is {object}.",
      "{subject} took a degree in {object}.",
    ],
    questions: [
      "What was the major of {subject}?",
      "What did {subject} major in?",
      "What is the field of study of {subject}?",
    ],
  },
];
