/* keyhaul: the program that planners and scripts start. */
#include <stdio.h>

#include <keyhaul/keyhaul.h>

int main(void)
{
    printf("keyhaul %s\n", kh_version());
    return 0;
}
