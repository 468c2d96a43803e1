export const extensionId = "reasoning-curriculum.reasoning-curriculum";
