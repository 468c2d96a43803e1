import type { Relation } from "./types.ts";

/** The 20 relations whose facts a model learns by heart. */
export const parametricRelations: readonly Relation[] = [
  {
    name: "child",
    group: "parametric",
    object: "person",
    inverse: "parent",
    statements: [
      "{subject}'s child is {object}.",
      "{subject} is the parent of {object}.",
      "{subject} raised a child named {object}.",
    ],
    questions: ["Who is the child of {subject}?", "Which child did {subject} raise?", "Who was raised by {subject}?"],
    reference: {
      noun: "child",
      clause: "the person raised by {subject}",
      relative: "the person whom {subject} raised",
    },
  },
  {
    name: "mentoring",
    group: "parametric",
    object: "person",
    inverse: "mentored_by",
    statements: [
      "{subject}'s mentee is {object}.",
      "{subject} is the mentor of {object}.",
      "{subject} guides the career of {object}.",
    ],
    questions: [
      "Who is the mentee of {subject}?",
      "Whose career does {subject} guide?",
      "Who is mentored by {subject}?",
    ],
    reference: {
      noun: "mentee",
      clause: "the person mentored by {subject}",
      relative: "the person whom {subject} mentors",
    },
  },
  {
    name: "boss",
    group: "parametric",
    object: "person",
    inverse: "boss_of",
    statements: ["{subject}'s boss is {object}.", "{subject} reports to {object}.", "{subject} works under {object}."],
    questions: ["Who is the boss of {subject}?", "Who does {subject} report to?", "Who supervises {subject}?"],
    reference: {
      noun: "boss",
      clause: "the person who supervises {subject}",
      relative: "the person to whom {subject} reports",
    },
  },
  {
    name: "influenced_by",
    group: "parametric",
    object: "person",
    inverse: "influence",
    statements: [
      "{subject}'s role model is {object}.",
      "{subject} was influenced by {object}.",
      "{subject} drew inspiration from {object}.",
    ],
    questions: [
      "Who is the role model of {subject}?",
      "Who did {subject} draw inspiration from?",
      "Who influenced {subject}?",
    ],
    reference: {
      noun: "role model",
      clause: "the person who influenced {subject}",
      relative: "the person from whom {subject} drew inspiration",
    },
  },
  {
    name: "classmate",
    group: "parametric",
    object: "person",
    inverse: "classmate",
    statements: [
      "{subject}'s classmate is {object}.",
      "{subject} went to school with {object}.",
      "{subject} sat in the same class as {object}.",
    ],
    questions: [
      "Who is the classmate of {subject}?",
      "Who went to school with {subject}?",
      "Who sat in the same class as {subject}?",
    ],
    reference: {
      noun: "classmate",
      clause: "the person who went to school with {subject}",
      relative: "the person with whom {subject} went to school",
    },
  },
  {
    name: "roommate",
    group: "parametric",
    object: "person",
    inverse: "roommate",
    statements: [
      "{subject}'s roommate is {object}.",
      "{subject} shares an apartment with {object}.",
      "{subject} lives under one roof with {object}.",
    ],
    questions: [
      "Who is the roommate of {subject}?",
      "Who shares an apartment with {subject}?",
      "Who lives under one roof with {subject}?",
    ],
    reference: {
      noun: "roommate",
      clause: "the person who shares an apartment with {subject}",
      relative: "the person with whom {subject} shares an apartment",
    },
  },
  {
    name: "died_on",
    group: "parametric",
    object: "date",
    statements: [
      "{subject} died on {object}.",
      "{subject} passed away on {object}.",
      "{subject}'s date of death is {object}.",
    ],
    questions: [
      "What is the date of death of {subject}?",
      "When did {subject} die?",
      "Which date marks the death of {subject}?",
    ],
  },
  {
    name: "died_in",
    group: "parametric",
    object: "city",
    statements: [
      "{subject} died in {object}.",
      "{subject} passed away in {object}.",
      "{subject}'s place of death is {object}.",
    ],
    questions: [
      "What is the place of death of {subject}?",
      "In which city did {subject} die?",
      "Which city saw the death of {subject}?",
    ],
  },
  {
    name: "pet",
    group: "parametric",
    object: "pet",
    statements: [
      "{subject}'s pet is {object}.",
      "{subject} has a pet named {object}.",
      "{subject} looks after a pet called {object}.",
    ],
    questions: [
      "What is the name of the pet of {subject}?",
      "What is the pet of {subject} called?",
      "Which pet is looked after by {subject}?",
    ],
  },
  {
    name: "wrote",
    group: "parametric",
    object: "book",
    statements: [
      "{subject} wrote {object}.",
      "{subject} is the author of {object}.",
      "{subject} published a book entitled {object}.",
    ],
    questions: [
      "Which book was written by {subject}?",
      "Which book did {subject} write?",
      "What is the title of the book published by {subject}?",
    ],
  },
  {
    name: "email",
    group: "parametric",
    object: "email",
    statements: [
      "{subject}'s email address is {object}.",
      "{subject} can be emailed at {object}.",
      "{subject} sends emails from {object}.",
    ],
    questions: [
      "What is the email address of {subject}?",
      "At which address can {subject} be emailed?",
      "Which email address belongs to {subject}?",
    ],
  },
  {
    name: "hobby",
    group: "parametric",
    object: "hobby",
    statements: [
      "{subject}'s hobby is {object}.",
      "{subject} has a passion for {object}.",
      "{subject}'s favorite pastime is {object}.",
    ],
    questions: [
      "What is the hobby of {subject}?",
      "Which hobby does {subject} have a passion for?",
      "What is the favorite pastime of {subject}?",
    ],
  },
  {
    name: "first_language",
    group: "parametric",
    object: "language",
    statements: [
      "{subject}'s first language is {object}.",
      "{subject} grew up speaking {object}.",
      "{subject} is a native speaker of {object}.",
    ],
    questions: [
      "What is the first language of {subject}?",
      "Which language did {subject} grow up speaking?",
      "What is the native language of {subject}?",
    ],
  },
  {
    name: "university",
    group: "parametric",
    object: "university",
    statements: [
      "{subject} graduated from {object}.",
      "{subject} studied at {object}.",
      "{subject} earned a degree at {object}.",
    ],
    questions: [
      "What is the alma mater of {subject}?",
      "Which university did {subject} graduate from?",
      "Which university awarded a degree to {subject}?",
    ],
  },
  {
    name: "birth_date",
    group: "parametric",
    object: "date",
    statements: [
      "{subject} was born on {object}.",
      "{subject}'s date of birth is {object}.",
      "{subject} came into the world on {object}.",
    ],
    questions: [
      "What is the date of birth of {subject}?",
      "When was {subject} born?",
      "Which date marks the birth of {subject}?",
    ],
  },
  {
    name: "service",
    group: "parametric",
    object: "service",
    statements: [
      "{subject} served in {object}.",
      "{subject} is a veteran of {object}.",
      "{subject} did military service in {object}.",
    ],
    questions: [
      "Which branch of service enlisted {subject}?",
      "In which branch of service did {subject} serve?",
      "What was the branch of service of {subject}?",
    ],
  },
  {
    name: "occupation",
    group: "parametric",
    object: "occupation",
    statements: [
      "{subject}'s occupation is {object}.",
      "{subject} works as {a} {object}.",
      "{subject}'s job is {object}.",
    ],
    questions: [
      "What is the occupation of {subject}?",
      "What is the profession of {subject}?",
      "What is the job of {subject}?",
    ],
  },
  {
    name: "known_for",
    group: "parametric",
    object: "achievement",
    statements: [
      "{subject} is known for {object}.",
      "{subject} is famous for {object}.",
      "{subject} is remembered for {object}.",
    ],
    questions: [
      "What is the claim to fame of {subject}?",
      "What is {subject} known for?",
      "Which achievement brought fame to {subject}?",
    ],
  },
  {
    name: "phone",
    group: "parametric",
    object: "phone",
    statements: [
      "{subject}'s phone number is {object}.",
      "{subject} can be called at {object}.",
      "{subject} answers the phone at {object}.",
    ],
    questions: [
      "What is the phone number of {subject}?",
      "At which number can {subject} be called?",
      "Which number must one dial to reach {subject}?",
    ],
  },
  {
    name: "favorite_food",
    group: "parametric",
    object: "food",
    statements: [
      "{subject}'s favorite food is {object}.",
      "{subject} loves to eat {object}.",
      "{subject}'s dish of choice is {object}.",
    ],
    questions: [
      "What is the favorite food of {subject}?",
      "What does {subject} love to eat?",
      "Which dish is the favorite of {subject}?",
    ],
  },
];
