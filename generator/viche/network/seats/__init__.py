"""The seats of a plan, from closed form where one is known, and what any plan is worth."""
