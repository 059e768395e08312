"""The project read whole: what is in it, what is asked of it, what is wrong with it."""
